import type { Event } from "../../core/event.ts";
import type { EffectId, PopupId, SessionId, TicketId, TrackId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** A part of the run that goes on by itself once it has begun: the plan, a track's planning, a ticket. */
type Part = "the plan" | `track ${TrackId}` | `ticket ${TicketId}`;

const plan: Part = "the plan";
const track = (id: TrackId): Part => `track ${id}`;
const ticket = (id: TicketId): Part => `ticket ${id}`;

/**
 * When a run begins to wait, each part of it that has begun and is not over waits for a popup of its own or for trouble that
 * it met. One that waits for neither was forgotten.
 */
export function checkWaits(log: readonly Event[], { exercise, breach }: Findings): void {
  const begun = new Set<Part>();
  const paused = new Set<Part>();
  const intents = new Map<EffectId, Part>();
  const preparations = new Set<EffectId>();
  /** They queue for a slot again when the run is resumed. */
  const unprepared = new Set<Part>();
  /** What each open popup holds up; `null`: any call of a model. */
  const popups = new Map<PopupId, Part | null>();
  const end = (part: Part): void => {
    begun.delete(part);
    paused.delete(part);
  };
  for (const event of log) {
    switch (event.type) {
      case "run.resumed":
        for (const part of unprepared) end(part);
        unprepared.clear();
        paused.clear();
        break;
      case "tracks.accepted":
        end(plan);
        for (const { id } of event.tracks) begun.add(track(id));
        break;
      case "tickets.accepted":
        end(track(event.trackId));
        break;
      case "plan.failed":
        end(event.trackId === null ? plan : track(event.trackId));
        break;
      case "ticket.claimed":
        begun.add(ticket(event.ticketId));
        break;
      case "ticket.done":
      case "ticket.failed":
      case "ticket.blocked":
        end(ticket(event.ticketId));
        break;
      case "survey.started":
        begun.add(plan);
        intents.set(event.seq, plan);
        break;
      case "preparation.started":
        preparations.add(event.seq);
        intents.set(event.seq, ticket(event.ticketId));
        break;
      case "check.started":
      case "commit.started":
      case "comparison.started":
      case "merge.started":
        intents.set(event.seq, ticket(event.ticketId));
        break;
      case "tool.started":
        intents.set(event.seq, partOf(event.sessionId));
        break;
      case "effect.failed": {
        const part = intents.get(event.effectId);
        if (part === undefined) break;
        paused.add(part);
        if (preparations.has(event.effectId) && event.failure.code !== "tree-lost")
          unprepared.add(part);
        break;
      }
      case "attempt.failed":
        // It begins again at once, in a new tree.
        if (event.failure.code === "tree-lost") paused.delete(ticket(event.ticketId));
        break;
      case "session.paused":
        paused.add(partOf(event.sessionId));
        break;
      case "popup.opened": {
        const { id, kind, ticketId, trackId } = event.popup;
        if (ticketId !== null) popups.set(id, ticket(ticketId));
        else if (trackId !== null) popups.set(id, track(trackId));
        else popups.set(id, kind === "budget" ? null : plan);
        break;
      }
      case "popup.decided":
      case "popup.expired":
        popups.delete(event.popupId);
        break;
      case "run.ended": {
        const held = new Set([...paused, ...popups.values()]);
        if (event.outcome !== "waiting" || event.failure?.code === "store-failed") break;
        if (held.has(null)) break;
        for (const part of begun) {
          exercise();
          if (!held.has(part))
            breach(`event ${event.seq}: the run waits, and nothing holds ${part} up`);
        }
        break;
      }
      default:
    }
  }
}

function partOf(sessionId: SessionId): Part {
  const [tier, name] = sessionId.split(":");
  if (tier === "tier1") return plan;
  return tier === "tier2" ? track(name as TrackId) : ticket(name as TicketId);
}
