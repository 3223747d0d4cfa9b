import type { ProjectedTicket } from "../../core/projection.ts";
import type { TicketStatus } from "../../core/planning/ticket.ts";
import type { Paper } from "../../core/words/paper.ts";
import { statusMarks } from "../ticket-rows.ts";

const barColumns = 20;
const countedStatuses: readonly TicketStatus[] = ["running", "failed", "blocked"];

/** The progress of all tickets: a bar, how many are done, and how many are running, failed or blocked. */
export function progressText(tickets: readonly ProjectedTicket[], paper: Paper): string {
  const counts = (status: TicketStatus) =>
    tickets.filter((ticket) => ticket.status === status).length;
  const columnsOf = (amount: number) => Math.round((amount / tickets.length) * barColumns);
  const done = columnsOf(counts("done"));
  const settled = columnsOf(counts("done") + counts("failed") + counts("blocked"));
  const bar =
    paper.ink("green", "━".repeat(done)) +
    paper.ink("red", "━".repeat(settled - done)) +
    paper.ink("dim", "─".repeat(barColumns - settled));
  return [
    `${bar} ${counts("done")}/${tickets.length} done`,
    ...countedStatuses
      .filter((status) => counts(status) > 0)
      .map((status) => paper.ink(statusMarks[status].style, `${counts(status)} ${status}`)),
  ].join(paper.ink("dim", " · "));
}
