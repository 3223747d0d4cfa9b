/** The words of a scenario, as `rehearsal/sim` offers them. They load nothing that runs one. */
// A scenario
export { scenario, type ScenarioScript } from "./scenario.ts";
export { served, type ServedReplyList } from "./served.ts";
export type { FinishedRun, Scenario, ServedScript } from "../scenario.ts";
export type { Duration } from "./duration.ts";
// What the models say
export { tier1, tier2, tier3, tier4 } from "./model.ts";
export { reply, type ReplyChain, type RequestBody, type WhenMembers } from "./reply.ts";
export { type ConversationReplies, group, type ConversationGroup } from "./group.ts";
export { raw, type RawOptions, type RawReply } from "./raw.ts";
export { asks, calls, json, miscalls, redacted, says, thinks, uses } from "./part.ts";
export { anthropicBlock, responsesItem, searches } from "./part.ts";
export type { AskedMessage, AskedRequest } from "../../mock-provider/reading/asked-request.ts";
export { tickets, tracks } from "./part.ts";
// What the person does
export { abort, always, answer, approve, edit, happened, ignores } from "./decision.ts";
export { raise, redo, reject, retry, stop, take } from "./decision.ts";
export { type AnswerChain, type AttemptAnswer } from "./answer.ts";
export { sequence } from "./sequence.ts";
export { either } from "./either.ts";
export { stops, tells } from "./intervention.ts";
// Rules and checks
export { allow, ask, deny, type RuleVerb } from "./rule.ts";
export { fails, passes } from "./check-result.ts";
// What goes wrong
export { connectionRefused, crash, cut, diskFull, errorEvent, httpError } from "./fault.ts";
export { branchMovedBack, conflictLeft, outage, treeLost, workspaceFails } from "./fault.ts";
export { maxTokens, oneByteChunks, overloaded, rateLimited } from "./fault.ts";
export { refusal, reset, serverError, slow, slowSubscriber, splitUtf8, stall } from "./fault.ts";
export {
  emptyReply,
  lostCalls,
  malformedJson,
  missingUsage,
  pausedTurn,
  sentAs,
} from "./odd-reply.ts";
export { thoughtsAlone } from "./odd-reply.ts";
export type { Habit } from "../../mock-provider/servers/habit.ts";
export type { WayOfPause } from "../../mock-provider/servers/error-habit.ts";
export { logRemoved, toolEndsLate, toolFails, toolHangs, toolOutlives } from "./fault.ts";
export { call } from "./call.ts";
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
} from "./expect.ts";
// An agent of your own
export { agent, type AgentScript, type DecisionScript } from "../../agents/agent.ts";
export type { AgentCheck, AgentContext, AgentScenario } from "../../agents/agent-scenario.ts";
