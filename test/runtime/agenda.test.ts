import { expect, test } from "bun:test";
import { ticketId, trackId } from "../../src/core/ids.ts";
import { newAgenda } from "../../src/runtime/agenda.ts";

test("subjects come in the order in which they were added, each once at a time, and the run last", () => {
  const agenda = newAgenda();
  const ticket = { on: "ticket", id: ticketId("T-1") } as const;
  agenda.lookAtRun();
  agenda.add(ticket);
  agenda.add({ on: "slots" });
  agenda.add(ticket);
  agenda.lookAtRun();
  expect(agenda.next()).toEqual(ticket);
  agenda.add(ticket);
  expect([agenda.next(), agenda.next(), agenda.next(), agenda.next()]).toEqual([
    { on: "slots" },
    ticket,
    { on: "run" },
    null,
  ]);
});

test("a ticket and a track of the same name are two", () => {
  const agenda = newAgenda();
  agenda.add({ on: "ticket", id: ticketId("A") });
  agenda.add({ on: "track", id: trackId("A") });
  expect([agenda.next()?.on, agenda.next()?.on]).toEqual(["ticket", "track"]);
});
