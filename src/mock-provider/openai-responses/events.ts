import type { Delta } from "../../core/reply/delta.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { cutText } from "../cut-text.ts";
import type { SpelledReply } from "../dialect.ts";
import { overloadBody } from "../openai/error.ts";
import { piecesOf } from "../script.ts";
import type { WireEvent } from "../wire-event.ts";
import {
  annotationsOf,
  isCutOff,
  openedItem,
  openedPart,
  type OutputItem,
  outputItems,
  wholeItem,
  wholePart,
} from "./output-items.ts";
import { failedResponse, openedResponse, type ResponseFrame, wholeResponse } from "./response.ts";

/** An event before it has its number. */
interface EventDraft {
  readonly type: string;
  readonly data: JsonObject;
  readonly deltas?: readonly Delta[];
  readonly usage?: Usage;
}

/** A streamed response as its events, in the order in which the API sends them, numbered from 0. */
export function eventsOf(frame: ResponseFrame, answer: SpelledReply): readonly WireEvent[] {
  const response = openedResponse(frame, answer);
  const end = isCutOff(answer.script) ? "response.incomplete" : "response.completed";
  const drafts: readonly EventDraft[] = [
    { type: "response.created", data: { response } },
    { type: "response.in_progress", data: { response } },
    ...outputItems(answer, frame).flatMap((item) =>
      itemEvents(item, frame, answer.deltaCharacters),
    ),
    { type: end, data: { response: wholeResponse(frame, answer) }, usage: answer.usage },
  ];
  return drafts.map(numbered);
}

/** An overload within a stream: the error, then the response that it ended. */
export function errorEventOf(
  frame: ResponseFrame,
  answer: SpelledReply,
  sentEvents: number,
): WireEvent {
  const { message, code, param } = overloadBody;
  const events = [
    // The API nests the error; the client's types have its members beside `type`.
    { type: "error", data: { code, message, param, error: { ...overloadBody } } },
    {
      type: "response.failed",
      data: { response: failedResponse(frame, answer, overloadBody) },
    },
  ];
  const texts = events.map((event, index) => numbered(event, sentEvents + index).text);
  return { text: texts.join(""), deltas: [], usage: null };
}

function numbered({ type, data, deltas, usage }: EventDraft, number: number): WireEvent {
  const body = JSON.stringify({ type, sequence_number: number, ...data });
  return {
    text: `event: ${type}\ndata: ${body}\n\n`,
    deltas: deltas ?? [],
    usage: usage ?? null,
  };
}

function itemEvents(
  item: OutputItem,
  frame: ResponseFrame,
  deltaCharacters: number,
): readonly EventDraft[] {
  const place = { output_index: item.index };
  const opened = openedItem(item, frame);
  const whole = wholeItem(item, frame);
  const means = endDeltas(item, frame);
  return [
    {
      type: "response.output_item.added",
      data: { ...place, item: opened },
      deltas: openingDeltas(item),
    },
    ...contentEvents(item, piecesOfItem(item, deltaCharacters)),
    { type: "response.output_item.done", data: { ...place, item: whole }, deltas: means },
  ];
}

const piecesOfItem = ({ block, takesText }: OutputItem, characters: number): readonly string[] =>
  block.type === "tool-use" && takesText
    ? cutText(block.text, characters)
    : piecesOf(block, characters);

function openingDeltas({ block, index }: OutputItem): readonly Delta[] {
  if (block.type !== "tool-use") return [];
  return [{ type: "tool-use", block: index, callId: block.callId, tool: block.tool }];
}

/** What is opaque comes with the item's end, where it was asked for. */
function endDeltas({ block, index }: OutputItem, frame: ResponseFrame): readonly Delta[] {
  if (!frame.tellsEncrypted) return [];
  if (block.type === "redacted-thinking")
    return [{ type: "redacted-thinking", block: index, data: block.data }];
  if (block.type !== "thinking" || block.signature === null) return [];
  return [{ type: "signature", block: index, signature: block.signature }];
}

function contentEvents(item: OutputItem, pieces: readonly string[]): readonly EventDraft[] {
  const { id, index, block } = item;
  const place = { item_id: id, output_index: index };
  switch (block.type) {
    case "text":
      return messageEvents(item, pieces, block.text);
    case "thinking":
      return block.text === "" ? [] : summaryEvents(item, pieces, block.text);
    case "redacted-thinking":
    case "provider-item":
      return [];
    case "web-search":
      return ["in_progress", "searching", "completed"].map((step) => ({
        type: `response.web_search_call.${step}`,
        data: place,
      }));
    case "tool-use": {
      const kind = item.takesText
        ? "response.custom_tool_call_input"
        : "response.function_call_arguments";
      return [
        ...pieces.map((delta): EventDraft => ({
          type: `${kind}.delta`,
          data: { ...place, delta },
          deltas: [{ type: "tool-input", block: index, json: delta }],
        })),
        {
          type: `${kind}.done`,
          data: {
            ...place,
            ...(item.takesText ? { input: block.text } : { arguments: block.json }),
          },
        },
      ];
    }
  }
}

function messageEvents(
  item: OutputItem,
  pieces: readonly string[],
  text: string,
): readonly EventDraft[] {
  const { index: block, isRefusal } = item;
  const place = { item_id: item.id, output_index: block, content_index: 0 };
  const kind = isRefusal ? "response.refusal" : "response.output_text";
  const extra = isRefusal ? {} : { logprobs: [] };
  return [
    { type: "response.content_part.added", data: { ...place, part: openedPart(item) } },
    ...pieces.map((delta): EventDraft => ({
      type: `${kind}.delta`,
      data: { ...place, delta, ...extra },
      deltas: [{ type: "text", block, text: delta }],
    })),
    ...annotationsOf(item.block).map((annotation, index): EventDraft => ({
      type: "response.output_text.annotation.added",
      data: { ...place, annotation_index: index, annotation },
    })),
    {
      type: `${kind}.done`,
      data: { ...place, ...(isRefusal ? { refusal: text } : { text, ...extra }) },
    },
    { type: "response.content_part.done", data: { ...place, part: wholePart(item) } },
  ];
}

function summaryEvents(
  { id, index: block }: OutputItem,
  pieces: readonly string[],
  text: string,
): readonly EventDraft[] {
  const place = { item_id: id, output_index: block, summary_index: 0 };
  const part = (words: string) => ({ type: "summary_text", text: words });
  return [
    { type: "response.reasoning_summary_part.added", data: { ...place, part: part("") } },
    ...pieces.map((delta): EventDraft => ({
      type: "response.reasoning_summary_text.delta",
      data: { ...place, delta },
      deltas: [{ type: "thinking", block, text: delta }],
    })),
    { type: "response.reasoning_summary_text.done", data: { ...place, text } },
    { type: "response.reasoning_summary_part.done", data: { ...place, part: part(text) } },
  ];
}
