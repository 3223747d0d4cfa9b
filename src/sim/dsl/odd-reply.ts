import type { Habit } from "../../mock-provider/servers/habit.ts";
import { faultOn, type ReplyFaultOn } from "./fault.ts";

/** The reply is sent whole, and its provider does not say what it took: that is estimated. */
export const missingUsage = (): ReplyFaultOn => faultOn({ type: "missing-usage" });

/** The reply has no content, and ends as a complete one. */
export const emptyReply = (): ReplyFaultOn => faultOn({ type: "empty-reply" });

/** The reply holds its thoughts only, and ends as a complete one. */
export const thoughtsAlone = (): ReplyFaultOn => faultOn({ type: "thoughts-alone" });

/** The reply's stop reason says that it calls tools, but its calls are left out. */
export const lostCalls = (): ReplyFaultOn => faultOn({ type: "lost-calls" });

/** The provider pauses its turn in the middle. */
export const pausedTurn = (): ReplyFaultOn => faultOn({ type: "paused" });

/**
 * The reply is sent whole, in these ways of some servers, each on the wire that has it. The type `Habit` lists them.
 * @example reply(says("Done.")).fails(sentAs({ type: "line-ends", as: "crlf" }, { type: "pieces", bytes: 1 }))
 */
export const sentAs = (...habits: readonly [Habit, ...Habit[]]): ReplyFaultOn =>
  faultOn({ type: "habits", habits });

/**
 * The JSON of a planner's reply, or the input of a reply's first call, is incomplete. `habits`: and it is sent in these ways of
 * some servers, each on the wire that has it.
 * @example reply(calls("read", { file_path: "a" })).fails(malformedJson({ type: "call-index", as: "none" }))
 */
export const malformedJson = (...habits: readonly Habit[]): ReplyFaultOn =>
  faultOn({ type: "malformed-json", ...(habits.length > 0 && { habits }) });
