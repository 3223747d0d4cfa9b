import type { MockRequest } from "../reply-source.ts";
import type { Said } from "../said.ts";
import type { AskedMessage, AskedRequest } from "./asked-request.ts";

/** A request as the functions of a script see it. */
export function askedOf({ body, read }: Pick<MockRequest, "body" | "read">): AskedRequest {
  const { said, model, system, firstUser, lastUser, tools } = read();
  return {
    model: typeof model === "string" ? model : "",
    system,
    messages: said.flatMap((one) => messageOf(one) ?? []),
    firstUser,
    lastUser,
    toolResults: latestResults(said),
    tools: tools ?? [],
    body,
  };
}

function messageOf(one: Said): AskedMessage | null {
  switch (one.type) {
    case "text":
      return one.role === "system" ? null : { role: one.role, content: one.text };
    case "call":
      return {
        role: "assistant",
        content: "",
        call: { id: one.id, tool: one.tool, input: one.input },
      };
    case "result":
      return { role: "tool", content: one.text, callId: one.id };
    case "other":
      return { role: one.role, content: "" };
  }
}

/** Those that came back together, the last time that any did. */
function latestResults(said: readonly Said[]): readonly string[] {
  const last = said.findLastIndex(({ type }) => type === "result");
  const call = said.slice(0, last + 1).findLastIndex(({ type }) => type === "call");
  return said.slice(call + 1, last + 1).flatMap((one) => (one.type === "result" ? [one.text] : []));
}
