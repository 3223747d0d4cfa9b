import type { Event } from "../../../core/event.ts";
import type { SessionId, TicketId } from "../../../core/ids.ts";
import type { Complain, Turn } from "../../../mock-provider/reading/turn.ts";
import { nameOfUnit } from "../delivery.ts";
import type { Findings } from "../verdict.ts";

/** What a person had said to any worker by then, and which of it this session must have received. */
export interface WordsHeard {
  readonly said: readonly string[];
  readonly read: readonly string[];
}

/**
 * For each unit, what its request must hold of a person's unasked words: a worker receives them with its next request, its
 * ticket is not checked before it has received all of them, and none are refused while a worker, or another one, is to begin.
 */
export function instructionsOf(
  log: readonly Event[],
  { exercise, breach }: Findings,
): ReadonlyMap<string, WordsHeard> {
  const heard = new Map<string, WordsHeard>();
  const said: string[] = [];
  const pending = new Map<TicketId, readonly string[]>();
  const read = new Map<SessionId, readonly string[]>();
  /** Tickets whose first or next worker is still to begin. */
  const ahead = new Set<TicketId>();
  for (const event of log) {
    switch (event.type) {
      case "intervention.received": {
        const { intervention } = event;
        if (intervention.type !== "instruct") break;
        const { ticketId, text } = intervention;
        said.push(text);
        pending.set(ticketId, [...(pending.get(ticketId) ?? []), text]);
        break;
      }
      case "tickets.accepted":
        for (const { id } of event.tickets) ahead.add(id);
        break;
      case "attempt.failed":
      case "ticket.retried":
        ahead.add(event.ticketId);
        break;
      case "effect.failed": {
        const ticketId = ticketOf(log[event.effectId - 1]!);
        // Its work begins again in a new tree.
        if (event.failure.code === "tree-lost" && ticketId !== null) ahead.add(ticketId);
        break;
      }
      case "attempt.started":
      case "ticket.failed":
      case "ticket.blocked":
        ahead.delete(event.ticketId);
        break;
      case "intervention.refused": {
        const { type, ticketId } = event.intervention;
        if (type !== "instruct" || !ahead.has(ticketId)) break;
        exercise();
        breach(
          `event ${event.seq}: what is said to ${ticketId} is refused, and its worker is to come`,
        );
        break;
      }
      case "session.opened":
      case "message.added":
      case "results.returned":
      case "instructions.given":
      case "leftovers.returned": {
        const [tier, ticketId] = event.sessionId.split(":") as [string, TicketId];
        const words = pending.get(ticketId) ?? [];
        if (tier !== "tier3" || words.length === 0) break;
        read.set(event.sessionId, [...(read.get(event.sessionId) ?? []), ...words]);
        pending.delete(ticketId);
        break;
      }
      case "check.started":
      case "commit.started": {
        const [unread] = pending.get(event.ticketId) ?? [];
        if (unread === undefined) break;
        exercise();
        breach(
          `event ${event.seq}: ${event.ticketId} goes on, and its worker has not read: ${unread}`,
        );
        break;
      }
      case "model.started":
        if (said.length > 0)
          heard.set(nameOfUnit(event.unit), {
            said: [...said],
            read: read.get(event.unit.sessionId) ?? [],
          });
        break;
      default:
    }
  }
  return heard;
}

/** The ticket in whose tree this was to be done. */
function ticketOf(intent: Event): TicketId | null {
  if ("ticketId" in intent) return intent.ticketId;
  return intent.type === "tool.started" ? (intent.sessionId.split(":")[1] as TicketId) : null;
}

/** A request holds each of the words for its session once, and none that were for another session. */
export function checkHeard(
  turns: readonly Turn[],
  { said, read }: WordsHeard,
  complain: Complain,
): void {
  const words = turns
    .flatMap(({ items }) => items.flatMap((item) => (item.type === "text" ? [item.text] : [])))
    .join("\n");
  for (const text of new Set(said)) {
    const times = timesSaid(words, text);
    const meant = read.filter((one) => one === text).length;
    if (times !== meant)
      complain(`it holds what a person said ${often(times)}, and not ${often(meant)}: ${text}`);
  }
}

/** How often a prompt tells that a person says this: elsewhere the same words may stand by chance, or within others. */
const timesSaid = (words: string, text: string): number =>
  `${words}\n`.split(`says:\n${text}\n`).length - 1;

const often = (times: number): string => (times === 1 ? "once" : `${times} times`);
