import type { Json, JsonObject } from "../core/json.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { Wire } from "../mock-provider/reply-source.ts";
import type { Said } from "../mock-provider/said.ts";
import type { ReleasedStep } from "../sim/scheduler.ts";
import type { AgentProblem } from "./agent-problem.ts";

/** One request of an agent, and what became of it. Times are since the run began. */
export interface AgentRequest {
  /** From 1, as they came. */
  readonly number: number;
  readonly atMs: number;
  /** `null` where it was refused before anybody looked at it. */
  readonly wire: Wire | null;
  readonly body: JsonObject | null;
  readonly said: readonly Said[];
  /** All that a model reads of it. */
  readonly text: string;
  /** What the client says of itself: 0 for its first request, 1 for its first retry. */
  readonly retryCount: number;
  /** Which reply it met, `reply 2`; `null`: none was meant for it, or none was needed. */
  readonly reply: string | null;
  /** Counts the tries of that reply from 1. */
  readonly try: number;
  /** What went wrong with it. */
  readonly fault: ReplyFault | null;
  /** The text that went out to it, as far as it was read; `null`: exact bytes that only the agent can read. */
  readonly sent: string | null;
  /** The tool calls that went out to it. */
  readonly calls: readonly { readonly id: string; readonly tool: string }[];
  readonly end: RequestEnd;
  readonly endedAtMs: number | null;
}

export type RequestEnd =
  /** Its answer is still on its way. */
  | { readonly type: "open" }
  /** All of it was read. */
  | { readonly type: "whole" }
  /** Its fault struck. */
  | { readonly type: "failed" }
  /** The agent let go of it. */
  | { readonly type: "left" }
  /** The mock refused it: it is malformed, or no reply is meant for it. */
  | { readonly type: "refused"; readonly status: number; readonly message: string };

export interface PersonAnswer {
  readonly question: string;
  readonly askedAtMs: number;
  /** `null`: it never came. */
  readonly answer: Json | null;
  readonly answeredAtMs: number | null;
}

/** How `run` ended. */
export type AgentOutcome =
  | { readonly type: "returned"; readonly value: unknown }
  | { readonly type: "threw"; readonly error: unknown }
  /** It never ended; `waits` says for what. */
  | { readonly type: "hung"; readonly waits: readonly string[] };

/** What the agent says that it received. */
export interface ReceivedText {
  readonly words: string | RegExp;
  readonly text: string;
}

/** All that was seen of one run of an agent. */
export interface AgentRecord {
  readonly outcome: AgentOutcome;
  readonly requests: readonly AgentRequest[];
  readonly answers: readonly PersonAnswer[];
  readonly received: readonly ReceivedText[];
  readonly steps: readonly ReleasedStep[];
  readonly problems: readonly AgentProblem[];
  /** What went on in real time, whatever the simulation did. */
  readonly notSimulated: readonly string[];
  /** Virtual time, since it began. */
  readonly durationMs: number;
}
