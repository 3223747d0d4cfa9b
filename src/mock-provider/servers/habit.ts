import type { JsonObject } from "../../core/json.ts";
import type { ErrorHabit } from "./error-habit.ts";

/**
 * One way in which a server differs from what is documented of the wire that it speaks, as data: it is drawn,
 * shrunk and replayed like any fault. What each means is in the file that reads it.
 */
export type Habit =
  FramingHabit | ChatHabit | MessagesHabit | ResponsesHabit | RequestHabit | ErrorHabit;

/** How events become bytes, on every wire: `framing.ts`. */
export type FramingHabit =
  /** Events end their lines so; `crlf-apart`: each line feed comes with the next chunk, and events have many lines. */
  | { readonly type: "line-ends"; readonly as: "crlf" | "crlf-apart" | "cr" }
  | { readonly type: "byte-order-mark" }
  /** `data:{…}`, without the space. */
  | { readonly type: "no-space" }
  /** A blank line between an event's kind and its data. */
  | { readonly type: "parted-events" }
  /** Events on many lines of data, of which all or the first alone are said to be that; parted by one line end, said to be `data:` twice, as lists of one, encoded twice, or as bare lines of JSON. */
  | {
      readonly type: "events-as";
      readonly as:
        | "many-lines"
        | "first-line-alone"
        | "one-line-end"
        | "said-twice"
        | "list"
        | "encoded-twice"
        | "json-lines";
    }
  /** What a stream calls itself; `null`: nothing. */
  | { readonly type: "content-type"; readonly value: string | null }
  /** A whole reply, whatever was asked for. */
  | { readonly type: "whole-reply" }
  /** Lines before the data of each event; `#` stands for its number. */
  | { readonly type: "event-head"; readonly lines: readonly string[] }
  /** Without the lines that name an event's kind. */
  | { readonly type: "no-event-names" }
  /** A comment, before the first event or before each. */
  | { readonly type: "comment"; readonly text: string; readonly at: "first" | "each" }
  /** The server waits for so long before its first event, and shows now and then that it lives. */
  | {
      readonly type: "waits";
      readonly text: string;
      readonly times: number;
      readonly everyMs: number;
    }
  /** An event between the others, that tells in words that the server is at work. */
  | { readonly type: "notices"; readonly text: string }
  /** Events that hold nothing, between the others. */
  | { readonly type: "empty-events" }
  /** The pieces of several calls of a reply take turns: `in-turns.ts`. */
  | { readonly type: "calls-in-turns" }
  /** Bytes a chunk; `null`: the whole stream at once, as a proxy that buffers sends it. */
  | { readonly type: "pieces"; readonly bytes: number | null }
  /**
   * How a stream ends: without its sentinel, with two, without its line end, on a connection that stays open, or on one that
   * breaks where all is said but for the last sign.
   */
  | {
      readonly type: "ends";
      readonly as:
        "no-sentinel" | "sentinel-twice" | "bare-sentinel" | "more-behind" | "open" | "reset";
    };

/** What the chunks of Chat Completions hold: `chat-chunks.ts`, `chat-calls.ts`, `chat-usage.ts`. */
export type ChatHabit =
  /** Members that say nothing are there all the same: `null`, or "" and []. */
  | { readonly type: "absent-members"; readonly as: "null" | "empty" }
  | { readonly type: "role-in-each" }
  /** Members of each chunk besides. */
  | { readonly type: "more-members"; readonly members: JsonObject }
  /** Chunks without a choice, or without anything in it, first and last. */
  | { readonly type: "idle-chunks"; readonly as: "no-choices" | "null-choices" | "filter-results" }
  /** `empty`: "" in each chunk but the last, and others for a word; `after-each`: told in a chunk behind each; `none`: never told, though the sentinel comes. */
  | {
      readonly type: "finish";
      readonly as:
        | "empty"
        | "null-word"
        | "in-progress"
        | "unspecified"
        | "after-each"
        | "twice"
        | "none"
        | "stop-beside-calls"
        | "unheard-of"
        | "with-last-content";
    }
  /** The member that thoughts come in; `both` has DeepSeek's empty beside the other, `object` an object of its own. */
  | {
      readonly type: "thoughts-in";
      readonly as: "reasoning" | "both" | "parts" | "details" | "object";
    }
  /** The choice has no number, is counted from 1, or leaves its calls to a second one. */
  | { readonly type: "choice"; readonly as: "no-number" | "from-one" | "calls-apart" }
  /** A refusal's words are in a member of their own, or in a part of the content, and the reply just stops. */
  | { readonly type: "refusals"; readonly as: "member" | "part" }
  /** Two halves of a character come in two chunks. */
  | { readonly type: "halved-characters" }
  /** A call without another beside it comes as `function_call`, the wire's old way. */
  | { readonly type: "old-calls" }
  /** Words come as a list of parts. */
  | { readonly type: "content-in-parts" }
  /** A reply with calls always has a thought, if only an empty one. */
  | { readonly type: "always-thinks"; readonly text: string }
  /** How a call's arguments come. */
  | {
      readonly type: "arguments";
      readonly as:
        | "one-piece"
        | "object"
        | "null-first"
        | "name-in-each"
        | "twice-encoded"
        | "fenced"
        | "behind-an-empty-object"
        | "before-an-empty-object"
        | "empty-for-none"
        | "list-for-none"
        | "so-far-in-each";
    }
  /** `moving`: another with each piece; `empty-later`: "" with all but the first. */
  | {
      readonly type: "call-ids";
      readonly as:
        | "none"
        | "empty"
        | "null-word"
        | "doubled"
        | "numbered"
        | "nine-characters"
        | "in-each"
        | "moving"
        | "empty-later";
    }
  /** What stands around a call's name, or when it comes. */
  | {
      readonly type: "call-names";
      readonly as: "spaced" | "prefixed" | "marked" | "late" | "in-pieces";
    }
  | { readonly type: "call-index"; readonly as: "zero" | "none" | "null" }
  /** Calls in an object by their numbers, in place of a list. */
  | { readonly type: "calls-by-number" }
  /** Each call, or the last of the words, is signed, in a member that nobody else has. */
  | { readonly type: "signed-calls" }
  | { readonly type: "signed-words" }
  | {
      readonly type: "usage";
      readonly as:
        | "none"
        | "null"
        | "unasked"
        | "with-finish"
        | "behind-finish"
        | "in-each"
        | "in-choice"
        | "x-groq"
        | "texts"
        | "fractions"
        | "total-alone"
        | "other-names"
        | "cache-hits"
        | "cache-beside"
        | "thoughts-beside"
        | "empty"
        | "negative"
        | "twice"
        | "prompt-again"
        | "before-finish"
        | "timings";
    };

/** What the events of the Messages API hold: `message-events.ts`. */
export type MessagesHabit =
  /** A ping before each event. */
  | { readonly type: "pings" }
  | { readonly type: "bare-start" }
  | { readonly type: "index-zero" }
  | { readonly type: "no-block-stops" }
  | { readonly type: "no-message-stop" }
  /** All blocks are closed at the end, and none before. */
  | { readonly type: "late-block-stops" }
  /** A line feed of text within an open call. */
  | { readonly type: "text-in-calls" }
  /** Texts that are null, between the others. */
  | { readonly type: "null-texts" }
  /** Deltas do not say of which kind they are. */
  | { readonly type: "untyped-deltas" }
  /** One more `message_delta`, without a delta. */
  | { readonly type: "bare-message-delta" }
  /** Events, blocks and deltas of kinds that nobody has heard of. */
  | { readonly type: "unknown-kinds" }
  /** Thoughts have no signature. */
  | { readonly type: "unsigned-thoughts" }
  /** A thought's signature comes as its block opens. */
  | { readonly type: "signature-first" }
  /** A thought's signature comes once its block is closed. */
  | { readonly type: "signature-late" }
  /** It comes in two pieces. */
  | { readonly type: "signature-in-pieces" }
  /** It comes as its block opens, and once more behind the thought. */
  | { readonly type: "signature-twice" }
  /** Each piece of a call's input has what came before it once more. */
  | { readonly type: "input-so-far" }
  /** Deltas are called as their blocks are. */
  | { readonly type: "deltas-as-blocks" }
  /** A call's input comes whole as its block opens. */
  | { readonly type: "input-first" }
  | { readonly type: "stop-reason-twice" }
  /** Reasons that are none, before the one that counts. */
  | { readonly type: "no-reasons" }
  | { readonly type: "end-turn-beside-calls" }
  | { readonly type: "tool-ids"; readonly as: "none" | "numbered" | "illegal" | "bedrock" }
  | {
      readonly type: "message-usage";
      readonly as: "none" | "null" | "at-the-end" | "at-the-start" | "twice" | "texts" | "negative";
    };

/** What the events of the Responses API hold, beside some of the above: `response-items.ts`. */
export type ResponsesHabit =
  /** By which id an event tells whose it is: another with each event, or none. */
  | { readonly type: "item-ids"; readonly as: "moving" | "none" }
  /** By which number. */
  | { readonly type: "item-index"; readonly as: "zero" | "none" }
  /** An item comes at its end, without its pieces. */
  | { readonly type: "items-whole" }
  /** Words and thoughts begin without a word of their item. */
  | { readonly type: "unannounced-items" }
  /** Thoughts are the content of their item, and not its summary. */
  | { readonly type: "thoughts-in-content" }
  /** Thoughts are told once, whole, and no item of them. */
  | { readonly type: "thoughts-at-end" }
  /** A thought's summary has two parts: `summary-parts.ts`. */
  | { readonly type: "summary-in-parts" }
  /** Words that calls follow are never ended. */
  | { readonly type: "open-words" }
  /** The last piece of words and of a call's input is told by their end alone. */
  | { readonly type: "rest-at-end" }
  /** A call's input is told by the last event alone. */
  | { readonly type: "input-at-end" }
  /** The last event does not say again what the reply was. */
  | { readonly type: "bare-end" }
  /** The last event has an error, and details of what is incomplete, that say nothing. */
  | { readonly type: "no-failure" }
  /** `[DONE]` comes last, as on the other wire. */
  | { readonly type: "sentinel-behind" }
  | { readonly type: "response-usage"; readonly as: "none" | "null" | "other-names" };

/** What a server refuses, and what it wants back: `refusal.ts`. */
export type RequestHabit = {
  readonly type: "refuses";
  readonly what: Refused;
  readonly status: number;
  /** In the server's words. */
  readonly words: string;
  readonly param?: string;
};

/** A part of a request, or something that it lacks. */
export type Refused =
  /** A member, by its path from the body; with this value, or above it, where that is said. */
  | {
      readonly type: "member";
      readonly path: string;
      readonly is?: string;
      readonly above?: number;
    }
  /** A keyword of a schema, wherever it stands. */
  | { readonly type: "keyword"; readonly name: string }
  /** One of these members in a message of the assistant. */
  | { readonly type: "thoughts"; readonly members: readonly string[] }
  /** A message of the assistant that calls and lacks this member. */
  | { readonly type: "no-thoughts"; readonly member: string }
  | { readonly type: "unsigned-calls" }
  | { readonly type: "silent-content"; readonly as: "null" | "empty" }
  | { readonly type: "system-role" }
  | { readonly type: "roles-out-of-turn" }
  | { readonly type: "call-ids"; readonly pattern: string }
  | { readonly type: "tool-names"; readonly pattern: string }
  | { readonly type: "header"; readonly pattern: string }
  /** On Anthropic's wire: a thought without its signature; and a call whose thought is missing. */
  | { readonly type: "unsigned-thoughts" }
  | { readonly type: "no-thinking" };

/** A habit, with who was seen to have it. */
export type KnownHabit = Habit & {
  /** owner/repo#number, or a vendor's documentation. */
  readonly source: string;
};
