/** What `rehearsal/sim` offers: the words of a scenario, and what rehearses one (docs/api.md). */
export * from "./dsl/words.ts";
// To rehearse it
export { rehearse, type Rehearsed, type RehearsalError, type RehearseOptions } from "./rehearse.ts";
export { judgeBy, type Findings, type Verdict } from "./laws/verdict.ts";
export type { RunRecord } from "./record.ts";
// To rehearse an agent of your own
export type { AgentRecord } from "../agents/agent-record.ts";
export { rehearseAgent, type RehearseAgentOptions } from "../agents/rehearse-agent.ts";
// Trials
export { defaultOrder, type Schedule } from "./schedule.ts";
export { drawTrial, runTrial, type Trial, type TrialDraft, type TrialResult } from "./trial.ts";
export type { Checkers } from "./trial-failures.ts";
export { warmUp } from "./simulate.ts";
export { decodeReplay, type Replay } from "./replay-code.ts";
