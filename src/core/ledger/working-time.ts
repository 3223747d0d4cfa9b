import type { Event } from "../event.ts";
import type { EffectId, SessionId, TicketId, Tier } from "../ids.ts";

/**
 * How long a run has worked: the time in which a model, a tool, a check or the workspace was at something. Waits for a
 * person, for a retry and for a resume are none. Of a tier it is what its models took, of a ticket what was done for it,
 * calls that go on at once each counted.
 */
export interface WorkingTime {
  /** Of the event noted last. */
  nowMs: number;
  runMs: number;
  readonly byTier: Map<Tier, number>;
  readonly byTicket: Map<TicketId, number>;
  readonly underWay: Map<EffectId, Work>;
}

interface Work {
  readonly tier: Tier | null;
  readonly ticketId: TicketId | null;
  readonly sinceMs: number;
}

export const noWorkingTime = (nowMs: number): WorkingTime => ({
  nowMs,
  runMs: 0,
  byTier: new Map(),
  byTicket: new Map(),
  underWay: new Map(),
});

/** What a run has worked, and what a person has said of it. */
export interface TimeSpent {
  readonly worked: WorkingTime;
  /** How often the run, a tier or a ticket was given its time once more. */
  readonly granted: Map<string, number>;
  /** The run is stopped, because its time or a tier's is used up. */
  isRefused: boolean;
}

export const noTimeSpent = (nowMs: number): TimeSpent => ({
  worked: noWorkingTime(nowMs),
  granted: new Map(),
  isRefused: false,
});

/** Takes in one event after another. */
export function noteTime(time: WorkingTime, event: Event): void {
  // Nobody knows when the work of a process that is gone has ended, so it is not counted.
  if (event.type === "run.resumed" || event.type === "run.ended" || event.atRest === true)
    time.underWay.clear();
  // A clock that was set back adds nothing.
  const passedMs = Math.max(0, event.atMs - time.nowMs);
  if (time.underWay.size > 0) time.runMs += passedMs;
  time.nowMs = event.atMs;
  const work = workOf(event);
  if (work !== null) time.underWay.set(event.seq, work);
  else if ("effectId" in event && event.effectId !== null && event.type !== "stream.deltas")
    end(time, event.effectId);
}

function end(time: WorkingTime, effectId: EffectId): void {
  const work = time.underWay.get(effectId);
  if (work === undefined) return;
  time.underWay.delete(effectId);
  const tookMs = Math.max(0, time.nowMs - work.sinceMs);
  if (work.tier !== null) time.byTier.set(work.tier, (time.byTier.get(work.tier) ?? 0) + tookMs);
  const { ticketId } = work;
  if (ticketId !== null) time.byTicket.set(ticketId, (time.byTicket.get(ticketId) ?? 0) + tookMs);
}

function workOf(event: Event): Work | null {
  const sinceMs = event.atMs;
  switch (event.type) {
    case "survey.started":
      return { tier: null, ticketId: null, sinceMs };
    case "model.started":
      return { tier: event.address.tier, ticketId: event.address.ticketId, sinceMs };
    case "tool.started":
      return { tier: null, ticketId: ticketOfSession(event.sessionId), sinceMs };
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
      return { tier: null, ticketId: event.ticketId, sinceMs };
    default:
      return null;
  }
}

/** Tools are of workers alone: `tier3:<ticket>:<attempt>`. */
const ticketOfSession = (id: SessionId): TicketId =>
  id.slice(id.indexOf(":") + 1, id.lastIndexOf(":")) as TicketId;
