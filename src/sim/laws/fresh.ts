import type { Event, EventOf } from "../../core/event.ts";
import type { EffectId, TicketId } from "../../core/ids.ts";
import { hashOf } from "../../core/json.ts";
import type { Merging } from "../../core/merging.ts";
import type { RunRecord } from "../record.ts";
import { checkSolved } from "./solved.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/** What is known of a ticket's work since the branch was compared with it last. */
interface Ticket {
  /** Whether its own tree passed the check in this attempt. */
  readonly passed: boolean;
  /** Whether the branch had moved on at the comparison; `null` before it. */
  readonly moved: boolean | null;
  /** The merge whose tree passed the check since then. */
  readonly verified: string | null;
}

const untried: Ticket = { passed: false, moved: null, verified: null };

/**
 * A ticket's work begins from the branch, in a new tree or where a check of the merge has put it, and conflicts with it
 * only where it has moved since.
 */
function checkBases(record: RunRecord, { exercise, breach }: Findings): void {
  const { log } = record;
  const begun = new Map<TicketId, number>();
  const prepared = new Map<TicketId, number>();
  let lastMovedSeq = 0;
  for (const event of log) {
    switch (event.type) {
      case "preparation.started":
        if (event.fresh) prepared.set(event.ticketId, event.seq);
        break;
      case "preparation.ended": {
        const seq = prepared.get(event.ticketId);
        if (seq === event.effectId) begun.set(event.ticketId, seq);
        break;
      }
      case "check.started":
        if (event.merging !== undefined) prepared.set(event.ticketId, event.seq);
        break;
      case "check.ended": {
        const seq = prepared.get(event.ticketId);
        // One whose time was up may not have come to it.
        if (seq === event.effectId && isCarriedOut(record, event)) begun.set(event.ticketId, seq);
        break;
      }
      // A process that died may have made a merge whose end is in no log.
      case "run.resumed":
      case "merge.started":
      case "merge.ended":
        lastMovedSeq = event.seq;
        break;
      case "comparison.ended": {
        const seq = begun.get(event.ticketId);
        if (seq === undefined || seq < lastMovedSeq) break;
        exercise();
        if (event.conflicts.length > 0)
          breach(
            `event ${event.seq}: ${event.ticketId} conflicts with the branch, which has not moved since its work began there (event ${seq})`,
          );
        break;
      }
      default:
    }
  }
}

/** Whether the workspace came to the check before the event that ends it. */
function isCarriedOut(
  { lives, executions }: RunRecord,
  { seq, effectId, ticketId }: EventOf<"check.ended">,
): boolean {
  const life = lives.findLast(({ inherited }) => inherited < seq)?.number;
  return executions.some(
    ({ atEvent = 0, ...one }) =>
      one.type === "check" &&
      one.life === life &&
      one.ticketId === ticketId &&
      effectId <= atEvent &&
      atEvent < seq,
  );
}

/**
 * Law 10. The tree that a merge puts on the run's branch has passed the check: the ticket's own tree where the merge changes
 * nothing of it, else the merged tree; work that begins from the branch as it is conflicts with nothing there; and what git left in
 * conflict is solved. Judged by the log, and by the trees that the workspace saw checked.
 */
export function checkFresh(record: RunRecord): Verdict {
  const { log, remains } = record;
  return judgeBy(({ exercise, breach }) => {
    checkSolved(record, { exercise, breach });
    checkBases(record, { exercise, breach });
    if (!hasCheck(log)) return;
    for (const commit of remains.unchecked) {
      const merge = log.find((event) => event.type === "merge.started" && event.commit === commit);
      const whose = merge?.type === "merge.started" ? ` of ${merge.ticketId}` : "";
      breach(`commit ${commit}${whose} makes the branch a tree that never passed the check`);
    }
    const tickets = new Map<TicketId, Ticket>();
    const checks = new Map<EffectId, Merging | null>();
    let last = "";
    const change = (id: TicketId, to: Partial<Ticket>) =>
      tickets.set(id, { ...(tickets.get(id) ?? untried), ...to });
    for (const event of log) {
      switch (event.type) {
        case "attempt.started":
          tickets.set(event.ticketId, untried);
          break;
        case "check.started":
          checks.set(event.seq, event.merging ?? null);
          break;
        case "check.ended": {
          const merging = checks.get(event.effectId) ?? null;
          if (merging === null) change(event.ticketId, { passed: event.passed });
          else change(event.ticketId, { verified: event.passed ? hashOf({ ...merging }) : null });
          break;
        }
        case "comparison.ended":
          change(event.ticketId, { moved: event.moved, verified: null });
          break;
        case "merge.started": {
          exercise();
          const { passed, moved, verified } = tickets.get(event.ticketId) ?? untried;
          const { commit, side } = event;
          const where = `event ${event.seq}: ${event.ticketId}`;
          if (!passed) breach(`${where} is merged, and its work never passed the check`);
          else if (moved !== false && verified !== hashOf({ commit, side }))
            breach(`${where} is merged, and the merged tree never passed the check${last}`);
          break;
        }
        case "merge.ended":
          last = `; ${event.ticketId} was merged last before it (event ${event.seq})`;
          break;
        default:
      }
    }
  });
}

const hasCheck = (log: readonly Event[]): boolean =>
  log.some((event) => event.type === "run.started" && event.settings.check !== null);
