import type { JsonObject } from "../../core/json.ts";
import { isArray, objectsOf } from "../json-object.ts";
import { type Complain, textOrNull, type Turn, type TurnItem } from "../reading/turn.ts";

export const turnsIn = ({ messages }: JsonObject, complain: Complain): readonly Turn[] =>
  objectsOf(messages).map((message) => turnOf(message, complain));

function turnOf({ role, content }: JsonObject, complain: Complain): Turn {
  if (role !== "user" && role !== "assistant") complain(`a message's role is ${String(role)}`);
  if (!isArray(content)) complain("a message's content is no list of blocks");
  const items = objectsOf(content).flatMap((block): readonly TurnItem[] => {
    switch (block.type) {
      case "text":
        return [{ type: "text", text: String(block.text) }];
      case "tool_use":
        return [
          { type: "call", id: String(block.id), name: String(block.name), input: block.input },
        ];
      case "tool_result":
        return [
          {
            type: "result",
            id: String(block.tool_use_id),
            text: String(block.content),
            isError: block.is_error === true,
          },
        ];
      case "thinking":
        return [
          { type: "thought", text: String(block.thinking), proof: textOrNull(block.signature) },
        ];
      case "redacted_thinking":
        return [{ type: "thought", text: "", proof: String(block.data) }];
      default:
        complain(`a block's type is ${String(block.type)}`);
        return [];
    }
  });
  const firstWords = items.findIndex(({ type }) => type === "text");
  if (firstWords >= 0 && items.some(({ type }, index) => type === "result" && index > firstWords))
    complain("a result stands behind words");
  return { role: role === "assistant" ? "assistant" : "user", items };
}
