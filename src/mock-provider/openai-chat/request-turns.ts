import type { JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { requestCall, joinedTurns, requestResult } from "../openai/request-turn.ts";
import type { Complain, Turn, TurnItem } from "../reading/turn.ts";

export const turnsIn = ({ messages }: JsonObject, complain: Complain): readonly Turn[] =>
  joinedTurns(objectsOf(messages).flatMap((message) => turnOf(message, complain)));

function turnOf(message: JsonObject, complain: Complain): readonly Turn[] {
  const { role, content } = message;
  switch (role) {
    case "system":
      return [];
    case "user":
      return [{ role, items: [{ type: "text", text: String(content) }] }];
    case "tool":
      return [{ role: "user", items: [requestResult(message.tool_call_id, content)] }];
    case "assistant": {
      const calls = objectsOf(message.tool_calls);
      const isSilent = content === null || content === undefined || content === "";
      if (isSilent && calls.length === 0) complain("a message of the assistant holds nothing");
      const thoughts = thoughtMembers.flatMap((name) => {
        const text = message[name];
        return typeof text === "string" ? [text] : [];
      });
      return [
        {
          role,
          items: [
            ...thoughts.map((text): TurnItem => ({ type: "thought", text, proof: null })),
            ...(isSilent ? [] : [{ type: "text", text: String(content) } as const]),
            ...calls.map((call): TurnItem => {
              const called = isObject(call.function) ? call.function : {};
              return requestCall(call.id, called.name, called.arguments);
            }),
          ],
        },
      ];
    }
    default:
      complain(`a message's role is ${String(role)}`);
      return [];
  }
}

const thoughtMembers = ["reasoning_content", "reasoning", "reasoning_text", "thinking"] as const;
