import { type PopupId, popupId, type TicketId } from "../ids.ts";
import type { SessionState, State } from "../state.ts";
import type { TimeLimit } from "./time-limit.ts";

/** The limits that a session's next call falls under. */
export function timeLimitsOf(state: State, { seat }: SessionState): readonly TimeLimit[] {
  const budget = state.settings.timeBudget;
  if (budget === undefined) return [];
  const time = state.time.worked;
  const limit = (
    of: TimeLimit["of"],
    ticketId: TicketId | null,
    baseMs: number | undefined,
    usedMs: number,
  ): readonly TimeLimit[] => {
    if (baseMs === undefined) return [];
    const times = 1 + (state.time.granted.get(ticketId ?? of) ?? 0);
    return [{ of, ticketId, limitMs: baseMs * times, usedMs }];
  };
  const { tier, ticketId } = seat;
  return [
    ...limit("run", null, budget.runMs, time.runMs),
    ...limit(tier, null, budget.tierMs?.[tier], time.byTier.get(tier) ?? 0),
    ...(tier === "tier3" && ticketId !== null
      ? limit("ticket", ticketId, budget.ticketMs, time.byTicket.get(ticketId) ?? 0)
      : []),
  ];
}

export const isUp = ({ limitMs, usedMs }: TimeLimit): boolean => usedMs >= limitMs;

/** What is left for a call that begins now; `null` where nothing limits it. */
export function timeLeftMs(state: State, session: SessionState): number | null {
  const left = timeLimitsOf(state, session).map(({ limitMs, usedMs }) => limitMs - usedMs);
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
}

/** The gate that asks for more time, once each time that the limit is reached. Its first word says whom an answer wakes. */
export function timeGateId(state: State, { of, ticketId }: TimeLimit): PopupId {
  const round = 1 + (state.time.granted.get(ticketId ?? of) ?? 0);
  return popupId(ticketId === null ? `budget:time.${of}.${round}` : `time:${ticketId}:${round}`);
}
