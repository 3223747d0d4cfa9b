import type { Json, JsonObject } from "../core/json.ts";
import { isArray, isObject, objectsOf, parseJson } from "../mock-provider/json-object.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import { textOf } from "./request-text.ts";
import type { Role, Said } from "./said.ts";

/** A request's conversation in its order: each wire's own shape, and how texts are cut into parts, is gone. */
export function saidIn({ body }: Pick<MockRequest, "body">): readonly Said[] {
  const { system, instructions, messages, input } = body;
  const said = [
    ...blocksOf("system", system),
    ...blocksOf("system", instructions),
    ...objectsOf(messages).flatMap(messageOf),
    ...(isArray(input) ? objectsOf(input).flatMap(itemOf) : blocksOf("user", input)),
  ];
  return joined(said);
}

/** A message of Anthropic's wire, or of Chat Completions. */
function messageOf(message: JsonObject): readonly Said[] {
  const { role, content } = message;
  if (role === "tool") return [resultOf(message.tool_call_id, content)];
  // The way before there were tools: a call has no id, and its function's name stands for it.
  if (role === "function") return [resultOf(message.name, content)];
  const name = roleOf(role);
  const { function_call: old } = message;
  return [
    ...blocksOf(name, content),
    ...(isObject(old) ? [callOf(old.name, old.name, old.arguments)] : []),
    ...objectsOf(message.tool_calls).map(({ id, function: called, custom }) => {
      const named = isObject(called) ? called : isObject(custom) ? custom : {};
      return callOf(id, named.name, named.arguments ?? named.input);
    }),
  ];
}

/** An item of a Responses request. */
function itemOf(item: JsonObject): readonly Said[] {
  switch (item.type) {
    case "function_call":
    case "custom_tool_call":
      return [callOf(item.call_id, item.name, item.arguments ?? item.input)];
    case "function_call_output":
    case "custom_tool_call_output":
      return [resultOf(item.call_id, item.output)];
    case "reasoning":
      return [];
    case "message":
    case undefined:
      return blocksOf(roleOf(item.role), item.content);
    default:
      return [{ type: "other", role: "assistant", block: withoutMarks(item) }];
  }
}

function roleOf(role: Json | undefined): Role {
  if (role === "developer" || role === "system") return "system";
  return role === "assistant" ? "assistant" : "user";
}

function blocksOf(role: Role, content: Json | undefined): readonly Said[] {
  if (typeof content === "string") return [{ type: "text", role, text: content }];
  return objectsOf(content).flatMap((block): readonly Said[] => {
    switch (block.type) {
      case "text":
      case "input_text":
      case "output_text":
        return [{ type: "text", role, text: String(block.text) }];
      case "tool_use":
        return [callOf(block.id, block.name, block.input)];
      case "tool_result":
        return [resultOf(block.tool_use_id, block.content)];
      case "thinking":
      case "redacted_thinking":
        return [];
      default:
        return [{ type: "other", role, block: withoutMarks(block) }];
    }
  });
}

/** OpenAI's wires carry an input as JSON text, which some clients leave empty where a tool takes nothing. */
function callOf(id: Json | undefined, tool: Json | undefined, input: Json | undefined): Said {
  const given = input ?? "";
  const read = given === "" ? {} : typeof given === "string" ? (parseJson(given) ?? given) : given;
  return { type: "call", id: String(id), tool: String(tool), input: read };
}

const resultOf = (id: Json | undefined, content: Json | undefined): Said => ({
  type: "result",
  id: String(id),
  text: plain(content === undefined ? "" : textOf({ messages: [content] })),
});

/** One text where a speaker goes on: clients cut and join them as they like. */
function joined(said: readonly Said[]): readonly Said[] {
  const whole: Said[] = [];
  for (const one of said) {
    const last = whole.at(-1);
    if (one.type !== "text") whole.push(one);
    else if (plain(one.text) === "") continue;
    else if (last?.type === "text" && last.role === one.role)
      whole[whole.length - 1] = { ...last, text: `${last.text} ${plain(one.text)}` };
    else whole.push({ ...one, text: plain(one.text) });
  }
  return whole;
}

const plain = (text: string): string => text.replace(/\s+/g, " ").trim();

function withoutMarks(value: Json): Json {
  if (isArray(value)) return value.map(withoutMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([member]) => member !== "cache_control")
      .map(([member, held]) => [member, withoutMarks(held)]),
  );
}
