import type { Event } from "../../core/event.ts";
import type { TicketId } from "../../core/ids.ts";
import { hashOf } from "../../core/json.ts";
import type { Findings } from "./verdict.ts";

/**
 * What is approved of a merge is what it would do: it is compared with the branch as it is, and one merge is
 * under way at a time.
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
          breach(`event ${event.seq}: ${event.ticketId} is merged while ${underWay.ticketId} is`);
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
