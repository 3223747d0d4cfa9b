import type { Json, JsonObject } from "../../core/json.ts";
import type { AskedRequest } from "../../mock-provider/reading/asked-request.ts";
import type {
  MadePart,
  ReplyPart,
  SaidPart,
  TextMarks,
  WebPage,
} from "../../mock-provider/reply.ts";
import type { ToolInputs, ToolName } from "../../core/tools/worker-tools.ts";
import { requireTool } from "./require-tool.ts";
import { problemOfInput } from "../../core/tools/input-problem.ts";

/** What a part holds, or how it is made of the request that meets its reply. */
type Made<Value> = Value | ((request: AskedRequest) => Value);

/**
 * Text. A planner that replies with no JSON at all is scripted with this. A function makes it of the request. `cites`
 * are pages that it cites, `phase` says on Responses whether it is said on the way or is the answer.
 * @example says((request) => `You asked: ${request.lastUser}`)
 */
export function says(text: string, marks?: TextMarks): SaidPart;
export function says(text: Made<string>): ReplyPart;
export function says(text: Made<string>, marks: TextMarks = {}): ReplyPart {
  return typeof text === "function"
    ? { type: "made", makes: "text", make: text }
    : { type: "text", text, ...marks };
}

/**
 * A web search that the provider does by itself, and what it found: on Messages two blocks, on Responses an item with
 * its events, on Chat Completions nothing. The request must offer it.
 * @example
 * reply(
 *   searches("weather in Oslo", { url: "https://yr.example/oslo", title: "Oslo" }),
 *   says("It rains.", { cites: [{ url: "https://yr.example/oslo", title: "Oslo" }] }),
 * )
 */
export const searches = (query: string, ...pages: readonly WebPage[]): SaidPart => ({
  type: "web-search",
  query,
  pages,
});

/**
 * A block of content as Anthropic's Messages API spells it, of what its provider does by itself: fetching a page,
 * running code. Other wires leave it out.
 * @example anthropicBlock({ type: "container_upload", file_id: "file_1" })
 */
export const anthropicBlock = (block: JsonObject): SaidPart => ({ type: "provider-block", block });

/**
 * An item of a response's output as OpenAI's Responses API spells it: code that ran, a file search, an MCP call. Other
 * wires leave it out.
 * @example responsesItem({ type: "image_generation_call", result: "iVBORw0KGgo=" })
 */
export const responsesItem = (item: JsonObject): SaidPart => ({ type: "provider-item", item });

/** Thinking that the provider shows. */
export const thinks = (text: string): SaidPart => ({ type: "thinking", text });

/** Thinking that the provider hides: the reply holds opaque data only. */
export const redacted = (data: string): SaidPart => ({ type: "redacted-thinking", data });

/**
 * One call of a tool of our conductor's workers (`bash`, `read`, `write`, …), with the input that it takes. The
 * three words for a call make the same part and differ in what they let pass: `calls` checks both tool and
 * input, `uses` is for the tools of an agent of your own, which we don't know, and `miscalls` says that the
 * call is wrong on purpose.
 * @example calls("write", { file_path: "src/math.ts", content: "export {};\n" })
 */
export function calls<Name extends ToolName>(tool: Name, input: ToolInputs[Name]): SaidPart {
  const called = requireTool(
    tool,
    "calls",
    `A tool of an agent of your own, under \`rehearsal serve\`, is called with uses(…); ${onPurpose}`,
  );
  const problem = problemOfInput(called, input);
  if (problem !== null)
    throw new Error(`calls: ${problem} ${onPurpose[0]!.toUpperCase()}${onPurpose.slice(1)}`);
  return { type: "tool-use", tool, input, callId: null };
}

const onPurpose = "a call that is meant to be wrong is scripted with miscalls(…).";

/** What a tool is called with: an object, or the text that a custom (freeform) tool of OpenAI's takes. */
type ToolInput = JsonObject | string;

/**
 * For `rehearsal serve`: one call of a tool of the served agent's own, with whatever input that tool takes. A
 * function makes it of the request: what an agent made up, such as a job's id, is known only there.
 * @example
 * uses("apply_patch", "*** Begin Patch …");
 * uses("wait", (request) => ({ id: request.toolResults.at(-1)?.match(/id (\S+)/)?.[1] ?? "" }));
 */
export function uses(tool: string, input: ToolInput): SaidPart;
export function uses(tool: string, input: Made<ToolInput>): ReplyPart;
export function uses(tool: string, input: Made<ToolInput>): ReplyPart {
  return callOf(tool, input);
}

/**
 * A call that a well-behaved model would not make: a tool that is not there, an input that does not fit. Our
 * workers, or your agent, must tell the model so. Under `rehearsal serve` it may go to a request that does not
 * offer the tool, where `uses` and `calls` may not.
 */
export function miscalls(tool: string, input: ToolInput): SaidPart;
export function miscalls(tool: string, input: Made<ToolInput>): ReplyPart;
export function miscalls(tool: string, input: Made<ToolInput>): ReplyPart {
  return { ...callOf(tool, input), miscalled: true };
}

type CallPart = Extract<SaidPart, { type: "tool-use" }> | Extract<MadePart, { makes: "tool-use" }>;

function callOf(tool: string, input: Made<ToolInput>): CallPart {
  return typeof input === "function"
    ? { type: "made", makes: "tool-use", tool, callId: null, make: input }
    : { type: "tool-use", tool, input, callId: null };
}

/** A worker's question to the person. */
export const asks = (question: string): SaidPart => ({
  type: "tool-use",
  tool: "ask",
  input: { question },
  callId: null,
});

/** A track as a person writes it down. */
export interface TrackDraft {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

/** A ticket as a person writes it down. `dependsOn` names tickets of the same track. */
export interface TicketDraft {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly files?: readonly string[];
  readonly dependsOn?: readonly string[];
}

/**
 * The Orchestrator's proposal.
 * @example tracks({ id: "math", title: "Subtraction" }, { id: "docs", title: "The manual" })
 */
export const tracks = (...drafts: readonly TrackDraft[]): SaidPart => json(trackPlan(drafts));

/**
 * A Tech Lead's proposal.
 * @example tickets({ id: "T-1", title: "Write it" }, { id: "T-2", title: "Test it", dependsOn: ["T-1"] })
 */
export const tickets = (...drafts: readonly TicketDraft[]): SaidPart => json(ticketPlan(drafts));

/** Any JSON value as a reply's text: a planner's output that may not fit the schema. A function makes it of the request. */
export function json(value: Json): SaidPart;
export function json(value: Made<Json>): ReplyPart;
export function json(value: Made<Json>): ReplyPart {
  return typeof value === "function"
    ? { type: "made", makes: "json", make: value }
    : { type: "json", value };
}

/** The shape of a track proposal, for models and for a person's edit alike. */
export const trackPlan = (drafts: readonly TrackDraft[]): JsonObject => ({
  tracks: drafts.map((draft) => ({ description: "", ...draft })),
});

/** The shape of a ticket proposal, for models and for a person's edit alike. */
export const ticketPlan = (drafts: readonly TicketDraft[]): JsonObject => ({
  tickets: drafts.map((draft) => ({ description: "", files: [], dependsOn: [], ...draft })),
});
