import type { Event } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import { hashOf } from "../../../core/json.ts";
import type { Findings } from "../verdict.ts";

/**
 * Commits are compared with the branch in the order in which they line up, and none is left in the line when the run
 * begins to wait. A crash changes nothing of the line; who was compared or merged then joins it anew, and is not judged.
 */
export function checkMergeLine(log: readonly Event[], { exercise, breach }: Findings): void {
  const line = new Set<TicketId>();
  const popups = new Map<PopupId, TicketId>();
  /** Those whose commit leaves something out. */
  const left = new Set<TicketId>();
  let first: TicketId | null = null;
  const joins = (ticketId: TicketId | null): void => {
    if (ticketId !== null && left.delete(ticketId)) line.add(ticketId);
  };
  const leaves = (ticketId: TicketId): void => {
    line.delete(ticketId);
    left.delete(ticketId);
    if (first === ticketId) first = null;
  };
  for (const event of log) {
    switch (event.type) {
      case "run.resumed":
        first = null;
        break;
      case "commit.ended":
        // The others wait for a word on what they leave out.
        if (event.commit !== null && (event.leftovers ?? []).length === 0) line.add(event.ticketId);
        else if (event.commit !== null) left.add(event.ticketId);
        break;
      case "leftovers.returned":
        left.delete(event.ticketId);
        break;
      case "rule.applied":
        if (event.action === "allow" && event.gate.startsWith("leftovers:")) joins(event.ticketId);
        break;
      case "comparison.started": {
        exercise();
        const [next] = line;
        if (line.has(event.ticketId) && next !== undefined && next !== event.ticketId)
          breach(
            `event ${event.seq}: ${event.ticketId} is compared before ${next}, which waits longer`,
          );
        line.delete(event.ticketId);
        first = event.ticketId;
        break;
      }
      case "popup.opened":
        if (event.popup.kind === "leftovers") popups.set(event.popup.id, event.popup.ticketId);
        if (event.popup.kind !== "merge") break;
        popups.set(event.popup.id, event.popup.ticketId);
        leaves(event.popup.ticketId);
        break;
      case "popup.decided": {
        const ticketId = popups.get(event.popupId);
        const { type } = event.decision;
        if (ticketId === undefined || (type !== "approve" && type !== "take")) break;
        if (event.popupId.startsWith("leftovers:")) joins(ticketId);
        else line.add(ticketId);
        break;
      }
      case "effect.failed":
        first = null;
        break;
      case "merge.ended":
      case "attempt.failed":
      case "ticket.failed":
        leaves(event.ticketId);
        break;
      case "run.ended": {
        const [next] = line;
        if (event.outcome !== "waiting" || first !== null || next === undefined) break;
        exercise();
        breach(`event ${event.seq}: the run waits, and ${next} is left in the line of merges`);
        break;
      }
      default:
    }
  }
}

/**
 * A person approves a merge as it will be made: the ticket was compared with the branch as it is now, and one merge is under
 * way at a time.
 */
export function checkMerges(log: readonly Event[], { exercise, breach }: Findings): void {
  const comparisons = new Map<TicketId, { seq: number; conflicts: readonly string[] }>();
  let lastMergeSeq = 0;
  let underWay: { readonly ticketId: TicketId; readonly seq: number } | null = null;
  for (const event of log) {
    switch (event.type) {
      case "run.resumed":
        underWay = null;
        break;
      case "comparison.ended":
        comparisons.set(event.ticketId, { seq: event.seq, conflicts: event.conflicts });
        break;
      case "merge.started": {
        exercise();
        const comparison = comparisons.get(event.ticketId);
        if (comparison === undefined || comparison.seq < lastMergeSeq) {
          breach(
            `event ${event.seq}: ${event.ticketId} is merged without a comparison with the branch as it is`,
          );
        } else if (
          hashOf({ commit: event.commit, conflicts: comparison.conflicts }) !== event.payloadHash
        ) {
          breach(`event ${event.seq}: the merge of ${event.ticketId} is not what was compared`);
        }
        if (underWay !== null) {
          breach(
            `event ${event.seq}: ${event.ticketId} is merged while ${underWay.ticketId} is (since event ${underWay.seq})`,
          );
        }
        underWay = { ticketId: event.ticketId, seq: event.seq };
        break;
      }
      case "merge.ended":
        lastMergeSeq = event.seq;
        underWay = null;
        break;
      case "effect.failed":
      case "effect.abandoned":
        if (event.effectId === underWay?.seq) underWay = null;
        break;
      default:
    }
  }
}
