import type { Json, JsonObject } from "../core/json.ts";
import type { RequestTest } from "../mock-provider/reply.ts";

/** Whether a request holds what a reply's `when` asks for. */
export function holds(test: RequestTest, body: JsonObject): boolean {
  switch (test.type) {
    case "contains":
      return textOf(body).includes(test.text);
    case "matches":
      return new RegExp(test.pattern, test.flags.replace(/[gy]/g, "")).test(textOf(body));
    case "predicate":
      return test.test(body);
  }
}

export function describeTest(test: RequestTest): string {
  switch (test.type) {
    case "contains":
      return `contains ${JSON.stringify(test.text)}`;
    case "matches":
      return `matches /${test.pattern}/${test.flags}`;
    case "predicate":
      return `${test.description} accepts`;
  }
}

/** Where the words of a request stand, on each wire. */
const wordMembers = ["system", "instructions", "messages", "input"] as const;

/** All text that a model reads of a request, in its order: system, messages, tool results. */
export function textOf(body: JsonObject): string {
  const texts: string[] = [];
  for (const member of wordMembers) collect(body[member], texts);
  return texts.join("\n");
}

/** What names and marks parts, and is not read. */
const unread: ReadonlySet<string> = new Set([
  "arguments",
  "cache_control",
  "call_id",
  "data",
  "id",
  "name",
  "role",
  "signature",
  "status",
  "tool_call_id",
  "tool_use_id",
  "type",
]);

function collect(value: Json | undefined, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item as Json, texts);
  else if (value !== null && typeof value === "object")
    for (const [name, member] of Object.entries(value as JsonObject))
      if (!unread.has(name)) collect(member, texts);
}
