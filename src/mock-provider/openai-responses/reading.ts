import type { JsonObject } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { textToolsIn } from "../openai/offered.ts";
import { blockSaid, namesIn, toolChoiceOf, wordsAt } from "../openai/reading.ts";
import { personWords } from "../reading/person-words.ts";
import { readingFrom } from "../reading/reading-from.ts";
import type { RequestReading } from "../request-reading.ts";
import { callSaid, contentSaid, resultSaid, roleOf, type Said } from "../said.ts";
import { lastWordsOf, wordsIn } from "../request-words.ts";

export function readingOf(body: JsonObject): RequestReading {
  const { instructions, input, tools, prompt, model, stream } = body;
  const { tool_choice: choice, parallel_tool_calls: parallel } = body;
  const isListedElsewhere =
    isObject(prompt) || objectsOf(input).some(({ tools: added }) => isArray(added));
  const plain = {
    said: [
      ...contentSaid("system", instructions, blockSaid),
      ...(isArray(input)
        ? objectsOf(input).flatMap(itemSaid)
        : contentSaid("user", input, blockSaid)),
    ],
    text: [instructions, input].flatMap((one) => wordsIn(one, wordsAt)).join("\n"),
    tools: isListedElsewhere ? null : namesIn(tools),
    textTools: textToolsIn(tools, ...objectsOf(input).map(({ tools: added }) => added)),
    toolChoice: toolChoiceOf(choice),
    hasParallelCalls: parallel !== false,
    model: model ?? null,
    isStreamed: stream === true,
  };
  const reading = readingFrom(
    plain,
    typeof input === "string" ? input : lastWordsOf(objectsOf(input).at(-1), wordsAt),
  );
  const task = taskIn(objectsOf(input));
  return task === null ? reading : { ...reading, firstUser: personWords(task) };
}

/**
 * What an agent of Codex was started with by another: its own conversation begins there, although it may bring all that was
 * said to the other before.
 */
function taskIn(items: readonly JsonObject[]): string | null {
  const tasks = items.filter(
    (item) => item.type === "agent_message" && wordsOf(item).startsWith("Message Type: NEW_TASK\n"),
  );
  const first = tasks.find(({ recipient }) => recipient === tasks.at(-1)?.recipient);
  return first === undefined ? null : wordsOf(first);
}

const wordsOf = ({ content }: JsonObject): string => wordsIn(content, wordsAt).join("");

function itemSaid(item: JsonObject): readonly Said[] {
  switch (item.type) {
    case "function_call":
    case "custom_tool_call":
      return [callSaid(item.call_id, item.name, item.arguments ?? item.input)];
    case "function_call_output":
    case "custom_tool_call_output":
      return [resultSaid(item.call_id, wordsIn(item.output, wordsAt).join("\n"))];
    case "reasoning":
      return [];
    case "message":
    case undefined:
      return contentSaid(roleOf(item.role), item.content, blockSaid);
    case "agent_message":
      return [{ type: "text", role: "user", text: wordsOf(item) }];
    default:
      return [{ type: "other", role: "assistant", block: item }];
  }
}
