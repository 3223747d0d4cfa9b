import type { Json, JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { signatureOf } from "./chat-calls.ts";
import type { Habit, RequestHabit, Refused } from "./habit.ts";

/** The first of a server's refusals that a request meets; `null` where it takes the request. */
export function refusalBy(
  habits: readonly Habit[],
  body: JsonObject,
  headers: Headers,
): RequestHabit | null {
  return (
    habits.find(
      (habit): habit is RequestHabit => habit.type === "refuses" && isIn(habit.what, body, headers),
    ) ?? null
  );
}

function isIn(what: Refused, body: JsonObject, headers: Headers): boolean {
  const messages = objectsOf(body.messages);
  const said = messages.filter(({ role }) => role === "assistant");
  const calling = said.filter(({ tool_calls: calls }) => objectsOf(calls).length > 0);
  const calls = calling.flatMap(({ tool_calls: list }) => objectsOf(list));
  switch (what.type) {
    case "member": {
      const value = at(body, what.path.split("."));
      if (value === undefined || value === null) return false;
      if (what.above !== undefined) return Number(value) > what.above;
      return what.is === undefined || value === what.is;
    }
    case "keyword":
      return holdsKeyword(body.tools, what.name) || holdsKeyword(body.response_format, what.name);
    case "thoughts":
      return said.some((message) => what.members.some((member) => member in message));
    case "no-thoughts":
      return calling.some((message) => typeof message[what.member] !== "string");
    case "unsigned-calls":
      return calls.some((call) => {
        const extra = isObject(call.extra_content) ? call.extra_content.google : null;
        return !isObject(extra) || extra.thought_signature !== signatureOf(String(call.id));
      });
    case "silent-content":
      return calling.some(({ content }) => content === (what.as === "null" ? null : ""));
    case "system-role":
      return messages.some(({ role }) => role === "system" || role === "developer");
    case "roles-out-of-turn":
      return isOutOfTurn(messages);
    case "call-ids":
      return calls.some(({ id }) => !new RegExp(what.pattern).test(String(id)));
    case "tool-names":
      return calls.some(
        ({ function: called }) =>
          !isObject(called) || !new RegExp(what.pattern).test(String(called.name)),
      );
    case "header":
      return [...headers.keys()].some((name) => new RegExp(what.pattern).test(name));
    case "unsigned-thoughts":
      return said.flatMap(blocksOf).some(isUnsigned);
    case "no-thinking":
      return said.some((message) => {
        const types = new Set(blocksOf(message).map(({ type }) => type));
        return types.has("tool_use") && !types.has("thinking");
      });
  }
}

const blocksOf = ({ content }: JsonObject): readonly JsonObject[] => objectsOf(content);

/** A thought that nobody signed. */
export const isUnsigned = ({ type, signature }: JsonObject): boolean =>
  type === "thinking" && (typeof signature !== "string" || signature === "");

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [name, ...others] = path;
  if (name === undefined) return value;
  return isObject(value) ? at(value[name], others) : undefined;
}

function holdsKeyword(value: Json | undefined, name: string): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => holdsKeyword(item, name));
  if (!isObject(value)) return false;
  return name in value || Object.values(value).some((member) => holdsKeyword(member, name));
}

/** Templates want a user's and an assistant's message in turns; what tools answer stands between them. */
function isOutOfTurn(messages: readonly JsonObject[]): boolean {
  const spoken = messages
    .map(({ role }) => role)
    .filter((role) => role === "user" || role === "assistant");
  return spoken.some((role, index) => role === "user" && spoken[index - 1] === "user");
}
