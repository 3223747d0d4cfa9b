import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { readingFrom } from "../reading/reading-from.ts";
import type { RequestReading, ToolChoice } from "../request-reading.ts";
import { callSaid, resultSaid, type Role, type Said } from "../said.ts";
import { wordsIn } from "../request-words.ts";
import { itemsIn, member } from "./member.ts";

/** `model` and `stream` stand in the address of a request; the dialect puts them into its body. */
export function readingOf(body: JsonObject): RequestReading {
  const contents = itemsIn(member(body, "contents"));
  const tools = itemsIn(member(body, "tools"));
  const system = member(body, "systemInstruction");
  const said = [
    ...(typeof system === "string"
      ? [{ type: "text", role: "system", text: system } as const]
      : partsSaid("system", member(system, "parts"), newCallIds())),
    ...saidIn(contents),
  ];
  const plain = {
    said,
    text: said.flatMap(textOf).join("\n"),
    tools: tools.flatMap(namesIn),
    textTools: [],
    toolChoice: choiceIn(body),
    hasParallelCalls: true,
    model: body.model ?? null,
    isStreamed: body.stream === true,
  };
  return readingFrom(plain, "");
}

/** Tells which call a result is of: by its id or, where either has none, by name and order. */
interface CallIds {
  call(name: string, id: Json | undefined): string;
  result(name: string, id: Json | undefined): string;
}

function newCallIds(): CallIds {
  const open = new Map<string, string[]>();
  let count = 0;
  return {
    call(name, given) {
      count += 1;
      const id = typeof given === "string" ? given : `${name} ${count}`;
      open.set(name, [...(open.get(name) ?? []), id]);
      return id;
    },
    result(name, given) {
      const waiting = open.get(name) ?? [];
      const id = typeof given === "string" ? given : (waiting[0] ?? `${name} nobody called`);
      open.set(
        name,
        waiting.filter((one) => one !== id),
      );
      return id;
    },
  };
}

function saidIn(contents: readonly JsonObject[]): readonly Said[] {
  const ids = newCallIds();
  return contents.flatMap(({ role, parts }) =>
    partsSaid(role === "model" ? "assistant" : "user", parts, ids),
  );
}

const partsSaid = (role: Role, parts: Json | undefined, ids: CallIds): readonly Said[] =>
  itemsIn(parts).flatMap((part): readonly Said[] => {
    if (part.thought === true) return [];
    const call = member(part, "functionCall");
    if (isObject(call)) {
      const id = ids.call(String(call.name), call.id);
      return [callSaid(id, call.name, call.args ?? {})];
    }
    const result = member(part, "functionResponse");
    if (isObject(result)) {
      const id = ids.result(String(result.name), result.id);
      return [resultSaid(id, wordsOf(result.response).join("\n"))];
    }
    if (typeof part.text === "string") return [{ type: "text", role, text: part.text }];
    return [{ type: "other", role, block: part }];
  });

const wordsOf = (value: Json | undefined): readonly string[] =>
  wordsIn(value, (_, held) => ({ type: "words", value: held }));

function textOf(one: Said): readonly string[] {
  switch (one.type) {
    case "text":
    case "result":
      return [one.text];
    case "call":
      return wordsOf(one.input);
    case "other":
      return [];
  }
}

/** The functions of a tool, or the name of one that the provider runs itself. */
function namesIn(tool: JsonObject): readonly string[] {
  const functions = itemsIn(member(tool, "functionDeclarations")).map(({ name }) => String(name));
  const isSearch = ["googleSearch", "googleSearchRetrieval"].some(
    (name) => member(tool, name) !== undefined,
  );
  return isSearch ? [...functions, "web_search"] : functions;
}

function choiceIn(body: JsonObject): ToolChoice {
  const config = member(member(body, "toolConfig"), "functionCallingConfig");
  const allowed = member(config, "allowedFunctionNames");
  const names = isArray(allowed) && allowed.length > 0 ? allowed.map(String) : null;
  switch (member(config, "mode")) {
    case "NONE":
      return { type: "none" };
    case "ANY":
      return { type: "required", tools: names };
    default:
      return { type: "free" };
  }
}
