import type { Event } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import type { RunRecord } from "../../record.ts";
import type { Findings } from "../verdict.ts";

/**
 * One ticket is merged at a time, and the next in line is looked at in the step in which the one before is through, fails or
 * waits for a person: no further step is taken while tickets wait and nobody is merged.
 */
export function checkMergeTurns(
  { log, stepsAtEvent }: Pick<RunRecord, "log" | "stepsAtEvent">,
  { exercise, breach }: Findings,
): void {
  const stepOf = ({ seq }: Event): number => stepsAtEvent[seq - 1] ?? 0;
  const line = new Set<TicketId>();
  let current: TicketId | null = null;
  let currentSince = 0;
  /** The first event after which tickets waited while nobody was merged; `null`: that is not so now. */
  let idleSince: Event | null = null;
  /** After one breach nothing more is said of it: those that follow come of it. */
  let isTold = false;
  let goesOn = true;
  const committed = new Set<TicketId>();
  const popups = new Map<PopupId, { readonly kind: string; readonly ticketId: TicketId | null }>();
  /** Comparisons, merges and checks of merges that have not come to an end: their tickets line up again when the run is resumed. */
  const underWay = new Map<number, TicketId>();
  const free = (ticketId: TicketId): void => {
    if (current === ticketId) current = null;
  };
  const leave = (ticketId: TicketId): void => {
    free(ticketId);
    for (const known of [line, committed]) known.delete(ticketId);
    for (const [seq, one] of underWay) if (one === ticketId) underWay.delete(seq);
  };
  for (const event of log) {
    if (!isTold && idleSince !== null && stepOf(event) > stepOf(idleSince)) {
      isTold = true;
      breach(
        `event ${event.seq}: ${[...line].join(", ")} waited to be merged since event ${idleSince.seq}, and nobody was`,
      );
    }
    switch (event.type) {
      case "run.resumed":
        goesOn = true;
        for (const ticketId of underWay.values()) {
          free(ticketId);
          line.add(ticketId);
        }
        underWay.clear();
        break;
      case "run.interrupted":
      case "run.ended":
        goesOn = false;
        break;
      case "commit.ended": {
        if (event.commit === null) break;
        committed.add(event.ticketId);
        const isAsked = event.leftovers?.some(({ why }) => why !== "output" && why !== "reserved");
        if (isAsked !== true) line.add(event.ticketId);
        break;
      }
      case "comparison.started":
        exercise();
        if (current !== null)
          breach(
            `event ${event.seq}: ${event.ticketId} is compared while ${current} is merged (since event ${currentSince})`,
          );
        line.delete(event.ticketId);
        current = event.ticketId;
        currentSince = event.seq;
        underWay.set(event.seq, event.ticketId);
        break;
      case "merge.started":
        underWay.set(event.seq, event.ticketId);
        break;
      case "check.started":
        if (event.merging !== undefined) underWay.set(event.seq, event.ticketId);
        break;
      case "comparison.ended":
        underWay.delete(event.effectId);
        break;
      case "check.ended":
        if (underWay.delete(event.effectId) && !event.passed) free(event.ticketId);
        break;
      case "effect.failed": {
        const ticketId = underWay.get(event.effectId);
        if (ticketId === undefined) break;
        free(ticketId);
        if (event.failure.code === "tree-lost") underWay.delete(event.effectId);
        break;
      }
      case "popup.opened": {
        const { id, kind, ticketId } = event.popup;
        popups.set(id, { kind, ticketId });
        if (kind === "merge") free(event.popup.ticketId);
        break;
      }
      case "popup.decided": {
        const { kind, ticketId = null } = popups.get(event.popupId) ?? {};
        const { type } = event.decision;
        const goesToLine =
          (kind === "merge" && (type === "take" || type === "approve")) ||
          (kind === "leftovers" && type === "approve");
        if (goesToLine && ticketId !== null && committed.has(ticketId)) line.add(ticketId);
        break;
      }
      case "rule.applied":
        if (event.subject.kind === "leftovers" && event.action === "allow")
          if (committed.has(event.ticketId!)) line.add(event.ticketId!);
        break;
      case "attempt.failed":
      case "leftovers.returned":
      case "merge.ended":
      case "ticket.done":
      case "ticket.failed":
      case "ticket.blocked":
        leave(event.ticketId);
        break;
      default:
    }
    if (!goesOn || line.size === 0 || current !== null) idleSince = null;
    else idleSince ??= event;
  }
}
