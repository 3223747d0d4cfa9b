import { saysSomething } from "./failures/server-words.ts";
import { isRecord, itemsOrOne, memberNamed, textOf } from "./json-value.ts";

/** One item of the output, and what of it has come. */
export interface OpenItem {
  readonly block: number;
  /** What the server calls it, once it does. */
  id: string;
  /** What it holds, once that is known. */
  kind: "text" | "thinking" | "call" | null;
  /** Words or thoughts that have come of it. */
  text: string;
  /** Of a call's input, what has come; before its name it is held back. */
  json: string;
  /** Input that its beginning told: it counts where no piece and no end follows. */
  announced: string;
  isCall: boolean;
  isDone: boolean;
  /** Of a thought: it is its item's content, which such servers want back, and no summary of it. */
  isContent: boolean;
  /** Of a thought: the form in which it goes back has come. */
  isSealed: boolean;
  /** Of a reasoning's summary, which is shown as one text. */
  part: number;
}

/** One of which nothing has come. */
export const newItem = (block: number, id: string): OpenItem => ({
  block,
  id,
  kind: null,
  text: "",
  json: "",
  announced: "",
  isCall: false,
  isDone: false,
  isContent: false,
  isSealed: false,
  part: 0,
});

export type ItemMembers = Readonly<Record<string, unknown>>;

/** Whether an item has ended, so that what comes now is of another; its end may come twice. */
export const isItemOver = (item: OpenItem, id: string): boolean =>
  item.isDone && (id === "" || id !== item.id);

export function takeItem(item: OpenItem, id: string, kind: OpenItem["kind"]): OpenItem {
  item.id ||= id;
  item.kind = kind;
  return item;
}

/** The member of an item that a thought goes back in which came as its content. */
export const thoughtContent = "reasoning_text";

export const isThoughtPart = (part: unknown): boolean =>
  /^(reasoning|summary)/.test(textOf(memberNamed(part, "type")));

/** Whether what an event or an item tells is the content of a thought. */
export const isThoughtContent = ({ type, part, summary, content }: ItemMembers): boolean =>
  textOf(type).startsWith("response.reasoning_text.") ||
  memberNamed(part, "type") === thoughtContent ||
  (itemPartsText(summary) === "" && itemPartsText(content) !== "");

export const itemCallIdOf = (wire: ItemMembers): string =>
  textOf(wire["call_id"]) || textOf(wire["id"]);

export const isItemBeginning = ({ type }: ItemMembers): boolean =>
  type === "response.output_item.added";

export function itemKindOf({ type }: ItemMembers): OpenItem["kind"] {
  switch (type) {
    case "message":
      return "text";
    case "reasoning":
      return "thinking";
    case "function_call":
    case "tool_call":
    case "tool_use":
    // Of a tool that takes text: we offer none, so that the model has to hear of it.
    case "custom_tool_call":
      return "call";
    default:
      return null;
  }
}

export const itemInput = (value: unknown): string =>
  typeof value === "string" ? value : isRecord(value) ? JSON.stringify(value) : "";

/** A piece of words, which some put into an object. */
export const itemText = (delta: unknown): string =>
  textOf(delta) || textOf(memberNamed(delta, "text"));

export const itemPartsText = (parts: unknown): string =>
  itemsOrOne(parts)
    .map((part) => textOf(memberNamed(part, "text")))
    .filter((text) => text !== "")
    .join("\n\n");

/** A whole reply. `null` in place of its output is nothing said. */
export const isResponse = (value: unknown): boolean =>
  isRecord(value) &&
  (Array.isArray(value["output"]) || isRecord(value["output"]) || value["object"] === "response");

/** Whether a response goes on, at a server that works on it without anybody who listens. */
export const isUnfinished = (response: unknown): boolean =>
  /^(in_progress|queued)$/.test(textOf(memberNamed(response, "status")));

export const unfinishedWords = (response: unknown): string =>
  `The server answered that the response is ${textOf(memberNamed(response, "status"))}, and sent no reply. Where the request's body asks for "background", leave that out.`;

/** Why a response failed; `null`: it did not. Where its error says nothing, its details may. */
export function errorIn(response: unknown, status: unknown): unknown {
  const details = memberNamed(memberNamed(response, "status_details"), "error");
  const error = [memberNamed(response, "error"), details].find(saysSomething);
  const unsaid = { message: "The server says that the response failed, and not why." };
  return error ?? (status === "failed" ? unsaid : null);
}
