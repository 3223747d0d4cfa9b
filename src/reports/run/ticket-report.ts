import type { ProjectedTicket } from "../../core/projection.ts";
import { isUnsolved, type Leftover, leftoverText } from "../../core/leftover.ts";
import type { TicketStatus } from "../../core/planning/ticket.ts";
import type { Paper } from "../../core/words/paper.ts";

/** Tickets as a tree, each with its status and the reason for it. */
export function ticketReport(tickets: readonly ProjectedTicket[], paper: Paper): readonly string[] {
  return paper.ticketTree(
    tickets.map((ticket) => ({
      ...ticket,
      note:
        [
          ...(ticket.attempts > 1 ? [`${ticket.attempts} attempts`] : []),
          ...(ticket.reason === null ? [] : [ticket.reason]),
          ...leftNotes(ticket.leftovers ?? []),
        ].join("; ") || null,
    })),
  );
}

function leftNotes(leftovers: readonly Leftover[]): readonly string[] {
  const note = (what: string, some: readonly Leftover[]) =>
    some.length === 0 ? [] : [`${what}: ${some.map(leftoverText).join(", ")}`];
  return [
    ...note(
      "not on the branch",
      leftovers.filter((one) => !isUnsolved(one)),
    ),
    ...note("unsolved", leftovers.filter(isUnsolved)),
  ];
}

const statuses: readonly TicketStatus[] = ["done", "running", "failed", "blocked", "todo"];

/** How many tickets there are of each status: `3 done, 1 failed`. */
export function ticketCounts(tickets: readonly ProjectedTicket[]): string {
  return statuses
    .map((status) => ({ status, count: tickets.filter((one) => one.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}`)
    .join(", ");
}
