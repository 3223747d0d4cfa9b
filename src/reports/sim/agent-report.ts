/** What the first schedule of an agent showed. Times are since it began, in virtual time. */
export interface AgentReport {
  readonly type: "agent";
  readonly outcome: "returned" | "threw" | "hung";
  /** What it returned, as JSON, or what it threw. */
  readonly value: string;
  readonly requests: readonly AgentRequestReport[];
  readonly questions: readonly {
    readonly question: string;
    readonly answer: string | null;
    readonly askedAtMs: number;
    readonly answeredAtMs: number | null;
  }[];
  /** What went on in real time, whatever the simulation did: processes, threads. */
  readonly notSimulated: readonly string[];
  readonly durationMs: number;
  /** Of the whole run: the same schedule gives the same in every process. */
  readonly digest: string;
}

export interface AgentRequestReport {
  /** From 1, as they came. */
  readonly number: number;
  readonly atMs: number;
  readonly endedAtMs: number | null;
  readonly wire: string | null;
  /** How it begins: what the person said first. */
  readonly words: string;
  /** Which reply it met; `null`: none. */
  readonly reply: string | null;
  readonly try: number;
  /** What went wrong with it, in words. */
  readonly fault: string | null;
  readonly end: "open" | "whole" | "failed" | "left" | "refused";
}
