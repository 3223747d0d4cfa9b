import { expect, test } from "bun:test";
import { createRunMemory } from "../../../src/terminal/view/run-memory.ts";
import { createLog, ticket } from "../sample-run.ts";

test("a ticket that failed or was blocked, and is done after a retry, has no reason any more", () => {
  const { add, events } = createLog();
  const one = ticket("T-1", "One");
  const other = ticket("T-2", "Two");
  add({ type: "tickets.accepted", trackId: one.trackId, tickets: [one, other] });
  add({ type: "ticket.claimed", ticketId: one.id, attempt: 1 });
  add({
    type: "ticket.failed",
    ticketId: one.id,
    failure: { code: "check-failed", message: "`npm test` failed" },
  });
  add({ type: "ticket.blocked", ticketId: other.id, by: one.id });
  const memory = createRunMemory();
  for (const event of events) memory.take(event);
  const reasons = () => memory.tickets().map(({ reason }) => reason);
  expect(reasons()).toEqual(["check-failed: `npm test` failed", "T-1 is not done"]);

  const rest = createLog();
  rest.add({ type: "ticket.retried", ticketId: one.id, attempt: 2, note: "once more" });
  for (const { id } of [one, other]) {
    rest.add({ type: "ticket.claimed", ticketId: id, attempt: 2 });
    rest.add({ type: "ticket.done", ticketId: id });
  }
  for (const event of rest.events) memory.take(event);
  expect(reasons()).toEqual([null, null]);
});
