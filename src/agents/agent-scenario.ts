import type { Json } from "../core/json.ts";
import type { ModelFault, ModelScript } from "../mock-provider/model-script.ts";
import type { AgentRecord } from "./agent-record.ts";

/** What `agent(…)` makes: scripted replies, a person as data, and the code that is rehearsed. */
export interface AgentScenario {
  readonly type: "agent";
  readonly name: string;
  /** One script; the `turn` of a fault is the number of its reply. */
  readonly models: readonly ModelScript[];
  readonly faults: readonly ModelFault[];
  readonly person: readonly PersonDecision[];
  readonly run: (context: AgentContext) => unknown;
  /** `true` or nothing where it is right, else what is wrong. */
  readonly expect: (value: never) => unknown;
  /** What may be left over once `run` has returned, by words of how the report names it. */
  readonly leaves: readonly (string | RegExp)[];
  /** By name. */
  readonly checks: Readonly<Record<string, AgentCheck>>;
}

/** A check of your own, on all that was seen of a run: `true` or nothing where it is right, else what is wrong. */
export type AgentCheck = (record: AgentRecord) => unknown;

/** One scripted decision of a person. */
export interface PersonDecision {
  /** The words that a question holds, or a pattern that it matches. */
  readonly asked: string | RegExp;
  readonly answer: Json;
  /** From the question on. */
  readonly afterMs: number;
}

/** What `run` is given. */
export interface AgentContext {
  /** Answers every host by the path of its API, as the script says. The global `fetch` does the same inside of `run`. */
  readonly fetch: typeof fetch;
  /** Asks the scripted person. Rejects once the run is over. */
  person<Answer = Json>(question: string): Promise<Answer>;
  /**
   * Makes a tool's work a step: when it begins and when it ends is the scheduler's to decide, and meanwhile time
   * stands still. For files, processes and whatever else goes on in real time.
   */
  step<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result>;
  /**
   * Says what text your agent received in answer to the request that holds these words: it must be what was sent
   * to it, and nothing of another stream.
   */
  received(words: string | RegExp, text: string): void;
  /** Aborted once the run is over, also where it hangs. */
  readonly signal: AbortSignal;
}
