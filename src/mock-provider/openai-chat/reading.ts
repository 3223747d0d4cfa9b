import type { JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { textToolsIn } from "../openai/offered.ts";
import { blockSaid, namesIn, toolChoiceOf, wordsAt } from "../openai/reading.ts";
import { readingFrom } from "../reading/reading-from.ts";
import type { RequestReading } from "../request-reading.ts";
import { callSaid, contentSaid, resultSaid, roleOf, type Said } from "../said.ts";
import { lastWordsOf, wordsIn } from "../request-words.ts";

export function readingOf({
  messages,
  tools,
  functions,
  tool_choice: choice,
  function_call: oldChoice,
  parallel_tool_calls: parallel,
  model,
  stream,
  web_search_options: search,
}: JsonObject): RequestReading {
  const names = namesIn(tools, functions);
  const plain = {
    said: objectsOf(messages).flatMap(messageSaid),
    text: wordsIn(messages, wordsAt).join("\n"),
    tools: search === undefined ? names : [...(names ?? []), "web_search"],
    // Before there were tools, one function was called at a time, and chosen by its bare name.
    textTools: textToolsIn(tools),
    toolChoice: toolChoiceOf(choice ?? oldChoice),
    hasParallelCalls: parallel !== false && !isArray(functions),
    model: model ?? null,
    isStreamed: stream === true,
  };
  return readingFrom(plain, lastWordsOf(isArray(messages) ? messages.at(-1) : undefined, wordsAt));
}

function messageSaid(message: JsonObject): readonly Said[] {
  const { role, content, function_call: old } = message;
  const text = () => wordsIn(content, wordsAt).join("\n");
  if (role === "tool") return [resultSaid(message.tool_call_id, text())];
  // The way before there were tools: a call has no id, and its function's name stands for it.
  if (role === "function") return [resultSaid(message.name, text())];
  return [
    ...contentSaid(roleOf(role), content, blockSaid),
    ...(isObject(old) ? [callSaid(old.name, old.name, old.arguments)] : []),
    ...objectsOf(message.tool_calls).map(({ id, function: called, custom }) => {
      const named = isObject(called) ? called : isObject(custom) ? custom : {};
      return callSaid(id, named.name, named.arguments ?? named.input);
    }),
  ];
}
