import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Event } from "../../../src/core/event.ts";
import { ticketId } from "../../../src/core/ids.ts";
import { instructionText } from "../../../src/core/interventions/intervention.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import type { State } from "../../../src/core/state.ts";
import { takeAtRest } from "../../../src/runtime/take-at-rest.ts";
import {
  runUntilIdle,
  type Collaborators,
  replyingCollaborators,
  settle,
  start,
  statuses,
} from "../collaborators.ts";
import { chanceFrom, drawTickets, fickleCollaborators } from "../chance.ts";
import { type Driver, newDriver } from "../driver.ts";
import { snapshot } from "../snapshot.ts";
import { wander } from "../wander.ts";

const one = { A: [{ id: "T-1" }] };
const twice = { A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }] };
const looks = [{ tool: "read", input: { file_path: "a.ts" } }];
const runs = [{ tool: "bash", input: { command: "sleep 9" } }];

const instruct = (driver: Driver, text: string, id = text, ticket = "T-1") =>
  driver.feed({
    type: "intervene",
    intervention: { type: "instruct", id, ticketId: ticketId(ticket), text },
  });
const stop = (driver: Driver, ticket = "T-1", reason = "") =>
  driver.feed({
    type: "intervene",
    intervention: { type: "stop", id: `stop ${ticket}`, ticketId: ticketId(ticket), reason },
  });

/** Plays on until an effect of that kind is wanted for the worker. */
function until(
  driver: Driver,
  collaborators: Collaborators,
  isIt: (driver: Driver) => boolean,
): void {
  for (let steps = 0; !isIt(driver); steps++) {
    const [effect] = driver.wanted();
    const [open] = [...driver.state().openPopups.values()].filter(({ attended }) => attended);
    const decision = open === undefined ? null : collaborators.decide(open.popup);
    if (effect !== undefined) settle(driver, effect, collaborators);
    else if (decision !== null) driver.answer(open!.popup.id, decision);
    if (steps > 500) throw new Error("it never comes to that");
  }
}
const isWorkerCalling = (turn: number) => (driver: Driver) =>
  driver
    .wanted()
    .some(
      (effect) =>
        effect.type === "model" &&
        effect.request.address.tier === "tier3" &&
        effect.request.address.turn === turn,
    );

/** How often a text stands in messages to a ticket's workers. */
function readings(state: State, ticket: string, text: string): number {
  let count = 0;
  for (const { seat, messages } of state.sessions.values())
    if (seat.tier === "tier3" && seat.ticketId === ticket)
      for (const { role, content } of messages)
        for (const block of content)
          if (role === "user" && block.type === "text" && block.text === instructionText(text))
            count++;
  return count;
}

describe("what a person says to a worker", () => {
  test("goes with the results of its calls to its next turn", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(one, ({ tier, turn }) =>
      tier === "tier3" && turn === 1 ? { calls: looks } : null,
    );
    until(driver, collaborators, isWorkerCalling(1));
    instruct(driver, "look into b.ts");
    runUntilIdle(driver, collaborators);
    const { messages } = driver.state().sessions.get("tier3:T-1:1" as never)!;
    expect(messages[2]).toMatchObject({
      role: "user",
      content: [{ type: "tool-result" }, { type: "text", text: instructionText("look into b.ts") }],
    });
    expect(driver.state().ended).toMatchObject({ outcome: "done" });
  });

  test("while it writes its last words gives it another turn", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(one, () => null);
    until(driver, collaborators, isWorkerCalling(1));
    instruct(driver, "and the changelog");
    runUntilIdle(driver, collaborators);
    expect(driver.events("instructions.given")).toHaveLength(1);
    expect(driver.state().sessions.get("tier3:T-1:1" as never)!.turn).toBe(2);
    expect(driver.state().ended).toMatchObject({ outcome: "done" });
  });

  test("while a person is asked about its check does not undo that the person refuses it", () => {
    const driver = newDriver();
    start(driver, {
      check: "test",
      rules: [{ action: "allow" }, { action: "ask", kind: "check" }],
    });
    const collaborators = replyingCollaborators(one, () => null);
    const checkGate = "check:T-1:1" as never;
    until(driver, collaborators, ({ state }) => state().openPopups.has(checkGate));
    runUntilIdle(driver, { ...collaborators, decide: () => null });
    instruct(driver, "and the changelog");
    driver.answer(checkGate, { type: "reject", reason: "not like this" });
    runUntilIdle(driver, collaborators);
    expect(driver.events("instructions.given")).toEqual([]);
    expect(driver.events("ticket.failed")).toMatchObject([
      { failure: { code: "rejected", message: "not like this" } },
    ]);
  });

  test("before it starts stands in its first message", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(one, () => null);
    until(driver, collaborators, ({ state }) => state().tickets.size > 0);
    instruct(driver, "mind the tabs");
    runUntilIdle(driver, collaborators);
    expect(readings(driver.state(), "T-1", "mind the tabs")).toBe(1);
    expect(driver.state().sessions.get("tier3:T-1:1" as never)!.turn).toBe(1);
  });

  test("is refused where nobody would read it, and taken once where it comes twice", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(one, () => null);
    until(driver, collaborators, isWorkerCalling(1));
    instruct(driver, "once", "id-1");
    expect(instruct(driver, "once", "id-1")).toEqual([]);
    expect(instruct(driver, "hello", "id-2", "T-9")).toMatchObject([
      { type: "intervention.refused", message: "There is no ticket T-9; there are T-1." },
    ]);
    until(driver, collaborators, ({ wanted }) => wanted().some(({ type }) => type === "commit"));
    expect(instruct(driver, "too late")).toMatchObject([{ type: "intervention.refused" }]);
    runUntilIdle(driver, collaborators);
    expect(readings(driver.state(), "T-1", "once")).toBe(1);
  });
});

describe("a worker that a person stops", () => {
  test("while its model answers lets go of the call, and its ticket has failed", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(twice, () => null);
    until(driver, collaborators, isWorkerCalling(1));
    expect(stop(driver, "T-1", "not now").map(({ type }) => type)).toEqual([
      "intervention.received",
      "stream.discarded",
      "ticket.failed",
      "ticket.blocked",
      "run.ended",
    ]);
    expect(statuses(driver)).toEqual({ "T-1": "failed", "T-2": "blocked" });
    expect(driver.state().tickets.get(ticketId("T-1"))!.failure).toEqual({
      code: "aborted",
      message: "a person stopped it: not now",
    });
  });

  test("at a popup, or while its tool runs, asks and does nothing more, also after a resume", () => {
    for (const asks of [true, false]) {
      const driver = newDriver();
      start(driver, asks ? {} : { rules: [{ action: "allow" }] });
      const collaborators = replyingCollaborators(
        one,
        ({ tier }) => (tier === "tier3" ? { calls: runs } : null),
        {
          decide: (popup) => (popup.kind === "tool" ? null : { type: "approve" }),
        },
      );
      until(driver, collaborators, ({ state, wanted }) =>
        asks
          ? [...state().openPopups.values()].some(({ popup }) => popup.kind === "tool")
          : wanted().some(({ type }) => type === "tool"),
      );
      stop(driver);
      expect(driver.state().openPopups.size).toBe(0);
      expect(driver.wanted()).toEqual([]);
      expect(driver.state().ended).toMatchObject({ outcome: "failed" });
    }
  });

  test("is not stopped while it is merged, or once it is done", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = replyingCollaborators(one, () => null);
    until(driver, collaborators, ({ wanted }) => wanted().some(({ type }) => type === "merge"));
    expect(stop(driver)).toMatchObject([{ type: "intervention.refused" }]);
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended).toMatchObject({ outcome: "done" });
  });
});

test("whatever is said, and whenever, is read once at the most, and a stopped ticket does nothing more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
      const chance = chanceFrom(seed);
      const plan = { A: drawTickets(chance, 1 + chance(4), "A") };
      const driver = newDriver();
      const stopped = new Set<string>();
      const said: { ticket: string; text: string }[] = [];
      start(driver, { workers: 1 + chance(3), attempts: 1 + chance(2), check: "make test" });
      wander(driver, fickleCollaborators(plan, chance), chance, () => {
        if (chance(8) > 0 || driver.state().ended !== null) return;
        const tickets = [...driver.state().tickets.keys()];
        const ticket = tickets[chance(Math.max(1, tickets.length))] ?? "nobody";
        const text = `words ${driver.log.length}`;
        if (chance(4) === 0) {
          if (stop(driver, ticket).some(({ type }) => type === "ticket.failed"))
            stopped.add(ticket);
        } else if (instruct(driver, text, text, ticket)[0]?.type === "intervention.received")
          said.push({ ticket, text });
      });
      const state = driver.state();
      for (const { ticket, text } of said)
        expect(readings(state, ticket, text)).toBeLessThanOrEqual(1);
      for (const ticket of stopped) {
        const end = driver.log.findIndex(
          (event) => event.type === "ticket.failed" && event.ticketId === ticket,
        );
        const isTickets = (event: Event) =>
          "ticketId" in event && event.ticketId === ticket && event.type.endsWith(".started");
        expect(driver.log.slice(end).filter(isTickets)).toEqual([]);
      }
      expect(snapshot(fold(driver.log)!)).toEqual(snapshot(state));
    }),
    { numRuns: 150, seed: 20300101 },
  );
});

test("a run that waits takes an answer into its log, and its resume goes on with it", () => {
  const driver = newDriver();
  start(driver);
  const collaborators = replyingCollaborators(
    one,
    ({ tier, turn }) => (tier === "tier3" && turn === 1 ? { calls: runs } : null),
    { attended: ({ kind }) => kind !== "tool" },
  );
  runUntilIdle(driver, collaborators);
  expect(driver.state().ended).toMatchObject({ outcome: "waiting" });
  const { id, payloadHash } = [...driver.state().openPopups.values()][0]!.popup;
  const answer = { popupId: id, payloadHash, decision: { type: "approve" } } as const;
  const decided = takeAtRest(driver.log, { type: "answer", answer }, 5);
  expect(decided).toMatchObject([{ type: "popup.decided", seq: driver.log.length + 1, atMs: 5 }]);
  const log = [...driver.log, ...decided];
  expect(takeAtRest(log, { type: "answer", answer }, 6)).toMatchObject([
    { type: "answer.refused", why: "already-decided" },
  ]);
  const resumed = newDriver(log);
  resumed.feed({ type: "resume" });
  runUntilIdle(resumed, collaborators);
  expect(resumed.state().ended).toMatchObject({ outcome: "done" });
  expect(resumed.events("popup.opened").filter(({ popup }) => popup.kind === "tool")).toHaveLength(
    1,
  );
});

test("a run that is done takes nothing more", () => {
  const driver = newDriver();
  start(driver);
  runUntilIdle(
    driver,
    replyingCollaborators(one, () => null),
  );
  const intervention = { type: "stop", id: "x", ticketId: ticketId("T-1"), reason: "" } as const;
  expect(takeAtRest(driver.log, { type: "intervene", intervention }, 5)).toEqual([]);
});
