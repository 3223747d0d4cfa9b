import type { Json, JsonObject } from "../../core/json.ts";
import type { ReplyPart } from "../../mock-provider/reply.ts";
import type { ToolInputs, ToolName } from "../../core/tools/worker-tools.ts";
import { requireTool } from "./tool-input.ts";

/** Text. A planner that replies with no JSON at all is scripted with this. */
export const says = (text: string): ReplyPart => ({ type: "text", text });

/** Thinking that the provider shows. */
export const thinks = (text: string): ReplyPart => ({ type: "thinking", text });

/** Thinking that the provider hides: the reply holds opaque data only. */
export const redacted = (data: string): ReplyPart => ({ type: "redacted-thinking", data });

/**
 * One call of a tool of our conductor's workers (`bash`, `read`, `write`, …), with the input that it takes. The
 * three words for a call make the same part and differ in what they let pass: `calls` checks both tool and
 * input, `uses` is for the tools of an agent of your own, which we don't know, and `miscalls` says that the
 * call is wrong on purpose.
 * @example calls("write", { file_path: "src/math.ts", content: "export {};\n" })
 */
export function calls<Name extends ToolName>(tool: Name, input: ToolInputs[Name]): ReplyPart {
  requireTool(
    tool,
    "calls",
    "A tool of an agent of your own, under `rehearsal serve`, is called with uses(…); a call that is meant to be wrong is scripted with miscalls(…).",
  );
  return { type: "tool-use", tool, input, callId: null };
}

/** For `rehearsal serve`: one call of a tool of the served agent's own, with whatever input that tool takes. */
export const uses = (tool: string, input: JsonObject): ReplyPart => ({
  type: "tool-use",
  tool,
  input,
  callId: null,
});

/**
 * A call that a well-behaved model would not make: a tool that is not there, an input that does not fit. Our
 * workers, or your agent, must tell the model so. Under `rehearsal serve` it may go to a request that does not
 * offer the tool, where `uses` and `calls` may not.
 */
export const miscalls = (tool: string, input: JsonObject): ReplyPart => ({
  type: "tool-use",
  tool,
  input,
  callId: null,
  miscalled: true,
});

/** A worker's question to the person. */
export const asks = (question: string): ReplyPart => ({
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
export const tracks = (...drafts: readonly TrackDraft[]): ReplyPart => json(trackPlan(drafts));

/**
 * A Tech Lead's proposal.
 * @example tickets({ id: "T-1", title: "Write it" }, { id: "T-2", title: "Test it", dependsOn: ["T-1"] })
 */
export const tickets = (...drafts: readonly TicketDraft[]): ReplyPart => json(ticketPlan(drafts));

/** Any JSON value as a reply's text: a planner's output that may not fit the schema. */
export const json = (value: Json): ReplyPart => ({ type: "json", value });

/** The shape of a track proposal, for models and for a person's edit alike. */
export const trackPlan = (drafts: readonly TrackDraft[]): JsonObject => ({
  tracks: drafts.map((draft) => ({ description: "", ...draft })),
});

/** The shape of a ticket proposal, for models and for a person's edit alike. */
export const ticketPlan = (drafts: readonly TicketDraft[]): JsonObject => ({
  tickets: drafts.map((draft) => ({ description: "", files: [], dependsOn: [], ...draft })),
});
