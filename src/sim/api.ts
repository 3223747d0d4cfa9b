/** What `rehearsal/sim` offers: the words of a scenario, and what rehearses one (docs/api.md). */
// A scenario
export { scenario, type ScenarioScript } from "./dsl/scenario.ts";
export { served, type ServedReplyList } from "./dsl/served.ts";
export type { FinishedRun, Scenario, ServedScript } from "./scenario.ts";
export type { Duration } from "./dsl/duration.ts";
// What the models say
export { tier1, tier2, tier3, tier4 } from "./dsl/model.ts";
export { reply, type ReplyChain, type RequestBody, type WhenMembers } from "./dsl/reply.ts";
export { type ConversationReplies, group, type ConversationGroup } from "./dsl/group.ts";
export { raw, type RawOptions, type RawReply } from "./dsl/raw.ts";
export { asks, calls, json, miscalls, redacted, says, thinks, uses } from "./dsl/part.ts";
export { anthropicBlock, responsesItem, searches } from "./dsl/part.ts";
export type { AskedMessage, AskedRequest } from "../mock-provider/reading/asked-request.ts";
export { tickets, tracks } from "./dsl/part.ts";
// What the person does
export { abort, always, answer, approve, edit, happened, ignores } from "./dsl/decision.ts";
export { raise, redo, reject, retry, stop, take } from "./dsl/decision.ts";
export { type AnswerChain, type AttemptAnswer } from "./dsl/answer.ts";
export { sequence } from "./dsl/sequence.ts";
export { either } from "./dsl/either.ts";
export { stops, tells } from "./dsl/intervention.ts";
// Rules and checks
export { allow, ask, deny, type RuleVerb } from "./dsl/rule.ts";
export { fails, passes } from "./dsl/check-result.ts";
// What goes wrong
export { connectionRefused, crash, cut, diskFull, errorEvent, httpError } from "./dsl/fault.ts";
export { outage, treeLost, workspaceFails } from "./dsl/fault.ts";
export { malformedJson, maxTokens, oneByteChunks, overloaded, rateLimited } from "./dsl/fault.ts";
export {
  refusal,
  reset,
  serverError,
  slow,
  slowSubscriber,
  splitUtf8,
  stall,
} from "./dsl/fault.ts";
export { emptyReply, lostCalls, pausedTurn, thoughtsAlone } from "./dsl/fault.ts";
export { toolFails, toolHangs } from "./dsl/fault.ts";
export { call } from "./dsl/call.ts";
// What must come of it
export {
  check,
  file,
  outcome,
  popups,
  refused,
  sometimes,
  stream,
  ticket,
  usage,
} from "./dsl/expect.ts";
// To rehearse it
export { rehearse, type Rehearsed, type RehearsalError, type RehearseOptions } from "./rehearse.ts";
export { judgeBy, type Findings, type Verdict } from "./laws/verdict.ts";
export type { RunRecord } from "./record.ts";
// To rehearse an agent of your own
export { agent, type AgentScript, type DecisionScript } from "../agents/agent.ts";
export type { AgentCheck, AgentContext, AgentScenario } from "../agents/agent-scenario.ts";
export type { AgentRecord } from "../agents/agent-record.ts";
export { rehearseAgent, type RehearseAgentOptions } from "../agents/rehearse-agent.ts";
// Trials
export { defaultOrder, type Schedule } from "./schedule.ts";
export { drawTrial, runTrial, type Trial, type TrialDraft, type TrialResult } from "./trial.ts";
export type { Checkers } from "./trial-failures.ts";
export { warmUp } from "./simulate.ts";
export { decodeReplay, type Replay } from "./replay-code.ts";
