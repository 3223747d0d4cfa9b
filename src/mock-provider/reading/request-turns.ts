import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf, parseJson } from "../json-object.ts";
import type { Wire } from "../reply-source.ts";

/** One speaker's turn in a request, whatever its wire. */
export interface Turn {
  readonly role: "user" | "assistant";
  readonly items: readonly TurnItem[];
}

export type TurnItem =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "call";
      readonly id: string;
      readonly name: string;
      readonly input: Json | undefined;
    }
  | {
      readonly type: "result";
      readonly id: string;
      readonly text: string;
      readonly isError: boolean;
    }
  /** `proof`: the signature, or what is encrypted; `null` where the server signs nothing. */
  | { readonly type: "thought"; readonly text: string; readonly proof: string | null };

/** Reads the conversation of a request as strictly as its wire is documented. What does not fit is complained of. */
export function turnsOf(
  wire: Wire,
  body: JsonObject,
  complain: (what: string) => void,
): readonly Turn[] {
  switch (wire) {
    case "anthropic":
      return objectsOf(body.messages).map((message) => messagesTurn(message, complain));
    case "openai-chat":
      return joined(objectsOf(body.messages).flatMap((message) => chatTurn(message, complain)));
    case "openai-responses":
      return joined(objectsOf(body.input).flatMap((item) => responsesTurn(item, complain)));
    case "gemini":
      complain("it came on a wire that the conductor does not speak");
      return [];
  }
}

type Complain = (what: string) => void;

function messagesTurn({ role, content }: JsonObject, complain: Complain): Turn {
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

function chatTurn(message: JsonObject, complain: Complain): readonly Turn[] {
  const { role, content } = message;
  switch (role) {
    case "system":
      return [];
    case "user":
      return [{ role, items: [{ type: "text", text: String(content) }] }];
    case "tool":
      return [{ role: "user", items: [resultOf(message.tool_call_id, content)] }];
    case "assistant": {
      const calls = objectsOf(message.tool_calls);
      const isSilent = content === null || content === undefined || content === "";
      if (isSilent && calls.length === 0) complain("a message of the assistant holds nothing");
      const thoughts = thoughtMembers.flatMap((name) => {
        const text = message[name];
        return typeof text === "string" && text !== "" ? [text] : [];
      });
      return [
        {
          role,
          items: [
            ...thoughts.map((text): TurnItem => ({ type: "thought", text, proof: null })),
            ...(isSilent ? [] : [{ type: "text", text: String(content) } as const]),
            ...calls.map((call): TurnItem => {
              const called = isObject(call.function) ? call.function : {};
              return callOf(call.id, called.name, called.arguments);
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

function responsesTurn(item: JsonObject, complain: Complain): readonly Turn[] {
  switch (item.type ?? "message") {
    case "message": {
      const role = item.role === "assistant" ? "assistant" : "user";
      return [{ role, items: [{ type: "text", text: String(item.content) }] }];
    }
    case "function_call":
      return [{ role: "assistant", items: [callOf(item.call_id, item.name, item.arguments)] }];
    case "function_call_output":
      return [{ role: "user", items: [resultOf(item.call_id, item.output)] }];
    case "reasoning": {
      const text = objectsOf(item.summary)
        .map((part) => String(part.text))
        .join("\n\n");
      const proof = textOrNull(item.encrypted_content);
      if (proof === null) complain("a thought comes without what is encrypted of it");
      return [{ role: "assistant", items: [{ type: "thought", text, proof }] }];
    }
    default:
      complain(`an item's type is ${String(item.type)}`);
      return [];
  }
}

const textOrNull = (value: Json | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** Arguments are JSON as text on these wires. */
const callOf = (
  id: Json | undefined,
  name: Json | undefined,
  input: Json | undefined,
): TurnItem => ({
  type: "call",
  id: String(id),
  name: String(name),
  input: parseJson(String(input)),
});

/** Nor have they a member for errors: a word at the beginning says it. */
function resultOf(id: Json | undefined, content: Json | undefined): TurnItem {
  const text = String(content);
  const isError = text.startsWith("Error: ");
  return { type: "result", id: String(id), text: isError ? text.slice(7) : text, isError };
}

/** Messages and items of one speaker are one turn; a user's words in a row are none, since templates refuse them. */
function joined(turns: readonly Turn[]): readonly Turn[] {
  const result: Turn[] = [];
  for (const turn of turns) {
    const last = result.at(-1);
    const isDoubled = last?.items.at(-1)?.type === "text" && turn.items[0]?.type === "text";
    if (last === undefined || last.role !== turn.role || (turn.role === "user" && isDoubled))
      result.push(turn);
    else result[result.length - 1] = { ...last, items: [...last.items, ...turn.items] };
  }
  return result;
}
