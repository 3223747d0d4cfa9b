import type { Json, JsonObject } from "../core/json.ts";
import type { StopReason } from "../core/reply/delta.ts";
import type { Usage } from "../core/ledger/usage.ts";
import type { AskedRequest } from "./reading/asked-request.ts";

/** One part of a scripted reply. */
export type ReplyPart = SaidPart | MadePart;

/** A part that a function makes of the request which meets its reply. */
export type MadePart = {
  readonly type: "made";
  readonly make: (request: AskedRequest) => Json;
} & (
  | { readonly makes: "text" | "json" }
  | ({ readonly makes: "tool-use" } & Omit<ToolUse, "type" | "input">)
);

/** A part that is there. `json` is text that holds a value: a planner's structured output. */
export type SaidPart =
  | ({ readonly type: "text"; readonly text: string } & TextMarks)
  | { readonly type: "thinking"; readonly text: string }
  | { readonly type: "redacted-thinking"; readonly data: string }
  | { readonly type: "json"; readonly value: Json }
  /**
   * A block as the Messages API spells it: what the provider did by itself (a web search, code that it ran),
   * or text with citations. A wire that has no such blocks leaves it out.
   */
  | { readonly type: "provider-block"; readonly block: JsonObject }
  /** An item of a response's output, as the Responses API spells it; other wires leave it out. */
  | { readonly type: "provider-item"; readonly item: JsonObject }
  /** A search that the provider does by itself, as each wire tells it. */
  | { readonly type: "web-search"; readonly query: string; readonly pages: readonly WebPage[] }
  | ToolUse;

/** What a text carries beside its words. */
export interface TextMarks {
  /** What it cites. */
  readonly cites?: readonly WebPage[];
  /** Whether it is said on the way or is the answer, on Responses. */
  readonly phase?: "commentary" | "final_answer";
}

export interface WebPage {
  readonly url: string;
  readonly title: string;
  /** What is cited of it. */
  readonly text?: string;
}

interface ToolUse {
  readonly type: "tool-use";
  readonly tool: string;
  /** Text for a tool that takes any, which its wire calls custom. */
  readonly input: JsonObject | string;
  /** `null`: made from the address, the same at every try. */
  readonly callId: string | null;
  /** The call is wrong on purpose: whether a request offers the tool is not looked at. */
  readonly miscalled?: true;
}

/**
 * How a streamed reply's bytes are cut. `events`: one wire event a chunk. `bytes`: chunks of these sizes,
 * the last one repeated; cuts may fall inside an event and inside a UTF-8 character. Of a long reply they are
 * larger, so that there are no more than `chunksMax`.
 */
export type Chunking =
  | { readonly type: "events" }
  | { readonly type: "bytes"; readonly sizes: readonly number[]; readonly chunksMax?: number };

/** What a text must hold. */
export type TextTest =
  | { readonly type: "contains"; readonly text: string }
  | { readonly type: "matches"; readonly pattern: string; readonly flags: string };

/**
 * A text of a request that a test may name; `text` is all of it, `toolResult` what the latest calls came to where
 * nothing was said since, `tools` the names of those that it offers, a line each.
 */
export type RequestMember =
  "text" | "system" | "first" | "lastUser" | "toolResult" | "tools" | "model";

/** What a request must hold; of a client that sends no address. `contains` and `matches` look at all its text. */
export type RequestTest =
  | TextTest
  /** All that are named must hold. */
  | {
      readonly type: "members";
      readonly members: Readonly<Partial<Record<RequestMember, TextTest>>>;
    }
  | {
      readonly type: "predicate";
      readonly description: string;
      readonly test: (body: JsonObject, request: AskedRequest) => boolean;
    };

/** Some bytes of a response, and how long the mock waits before them. */
export type RawChunk = { readonly delayMs: number } & (
  { readonly text: string } | { readonly base64: string }
);

/**
 * How a body stops once its chunks are out. `cut` is short of its end: a client's `fetch` sees it close, as it
 * sees a whole one; over a socket the connection ends and the body's own end is missing. `stall` keeps the
 * connection open and says nothing.
 */
export type BodyEnd = "close" | "cut" | "reset" | "stall";

/** A response to the byte, on whatever wire it was asked for: what a server was seen to send. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly RawChunk[];
  readonly end: BodyEnd;
}

/** What a model says, as data; it serves every wire. */
export interface Reply {
  readonly parts: readonly SaidPart[];
  /** `null`: `tool-use` where a part is one, else `end-turn`. */
  readonly stopReason: StopReason | null;
  /** Token counts to report; what is absent is counted from the request and the parts. */
  readonly usage: Partial<Usage>;
  /** Before the response's headers, and before each chunk of its body. */
  readonly delayMs: number;
  readonly chunkDelayMs: number;
  readonly chunking: Chunking;
  /** Where text, thinking and tool input are cut into deltas: characters a delta. */
  readonly deltaCharacters: number;
  /**
   * For a client that sends no address: this reply, and those after it in its script up to the next
   * `when`, are met by requests that hold this, in whatever order the conversations come.
   */
  readonly when?: RequestTest;
  /** Which `group(…)` of its script it stands in, from 1: its replies are met one after another. Absent: in none. */
  readonly group?: number;
  /** For the same clients: how many requests it is for, where that is not one; `any` may be none. */
  readonly times?: number | "any";
  /** For the same clients: they are to leave before its end. */
  readonly leaves?: true;
  /** For the same clients: what the request that meets it must hold. It is delivered all the same. */
  readonly expects?: RequestTest;
  /** Nobody need ask for it. */
  readonly optional?: true;
  /** Sent in place of the parts, of which there are none. */
  readonly raw?: RawResponse;
}

/** A reply as a script has it: some of its parts may still have to be made. */
export type ScriptedReply = Omit<Reply, "parts"> & { readonly parts: readonly ReplyPart[] };
