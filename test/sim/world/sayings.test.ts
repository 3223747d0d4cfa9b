import { beforeAll, expect, test } from "bun:test";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";
import { sayingsOf } from "../../../src/sim/world/sayings.ts";
import { logOf, main, started, T1, T2, ticketOf } from "../laws/hand-made.ts";
import { twoTickets } from "../two-tickets.ts";

beforeAll(() => warmUp());

test("what a person says is taken in once, also where the process dies and it comes again", async () => {
  const { failures, evidence } = await runTrial(twoTickets, {
    schedule: defaultOrder,
    swarm: [{ type: "intervention", says: "instruct", atEvent: 30, nthTicket: 0 }],
    killAtEvents: [45],
  });
  const times = [evidence.record, evidence.killed!].map(
    ({ log }) => log.filter(({ type }) => type === "intervention.received").length,
  );
  expect({ failures, times }).toEqual({ failures: [], times: [1, 1] });
});

test("a saying that was drawn goes to one of the tickets that there are", () => {
  const [saying] = sayingsOf(twoTickets, {
    interventions: [{ says: "stop", atEvent: 1, nthTicket: 3 }],
  });
  const planned = logOf(started(), {
    type: "tickets.accepted",
    trackId: main,
    tickets: [ticketOf("a"), ticketOf("b")],
  });
  expect(saying!.words([])).toBeNull();
  expect(saying!.words(planned)).toMatchObject({ type: "stop", ticketId: "b" });
});

test("a saying that was drawn for a kind of event goes to the ticket that the event is about", () => {
  const [saying] = sayingsOf(twoTickets, {
    interventions: [{ says: "stop", atEvent: { type: "commit.started", nth: 2 }, nthTicket: null }],
  });
  const commit = { type: "commit.started", message: "" } as const;
  const one = logOf(started(), { ...commit, ticketId: T1 });
  const two = logOf(started(), { ...commit, ticketId: T1 }, { ...commit, ticketId: T2 });
  expect(saying!.words(one)).toBeNull();
  expect(saying!.words(two)).toMatchObject({ type: "stop", ticketId: "T-2" });
});
