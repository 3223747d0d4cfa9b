import type { JsonObject } from "../../core/json.ts";
import { objectsOf } from "../json-object.ts";
import { requestCall, joinedTurns, requestResult } from "../openai/request-turn.ts";
import { type Complain, textOrNull, type Turn } from "../reading/turn.ts";

export const turnsIn = ({ input }: JsonObject, complain: Complain): readonly Turn[] =>
  joinedTurns(objectsOf(input).flatMap((item) => turnOf(item, complain)));

function turnOf(item: JsonObject, complain: Complain): readonly Turn[] {
  switch (item.type ?? "message") {
    case "message": {
      const role = item.role === "assistant" ? "assistant" : "user";
      return [{ role, items: [{ type: "text", text: String(item.content) }] }];
    }
    case "function_call":
      return [{ role: "assistant", items: [requestCall(item.call_id, item.name, item.arguments)] }];
    case "function_call_output":
      return [{ role: "user", items: [requestResult(item.call_id, item.output)] }];
    case "reasoning": {
      const content = objectsOf(item.content);
      const text = [...objectsOf(item.summary), ...content]
        .map((part) => String(part.text))
        .join("\n\n");
      const proof = textOrNull(item.encrypted_content);
      if (proof === null && content.length === 0)
        complain("a thought comes without what is encrypted of it");
      return [{ role: "assistant", items: [{ type: "thought", text, proof }] }];
    }
    default:
      complain(`an item's type is ${String(item.type)}`);
      return [];
  }
}
