import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Event } from "../../../src/core/event.ts";
import { popupId } from "../../../src/core/ids.ts";
import { hashOf } from "../../../src/core/json.ts";
import { pursue } from "../../../src/core/pursue/pursue.ts";
import { reduce } from "../../../src/core/reduce/reduce.ts";
import type { Settings } from "../../../src/core/settings.ts";
import type { State } from "../../../src/core/state.ts";
import { type Collaborators, start } from "../collaborators.ts";
import { type Chance, chanceFrom, drawTickets, fickleCollaborators } from "../chance.ts";
import { doneTwice } from "../done-twice.ts";
import { type Driver, newDriver } from "../driver.ts";
import { snapshot } from "../snapshot.ts";
import { everySubject } from "../subjects.ts";
import { wander } from "../wander.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function check(numRuns: number, ticketsMax: number, law: Law): void {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: ticketsMax }), (seed, count) => {
      const chance = chanceFrom(seed);
      const settings = drawSettings(chance);
      const driver = newDriver([], law.watch?.(settings));
      const plan = {
        A: drawTickets(chance, count, "A"),
        ...(chance(2) === 0 && { B: drawTickets(chance, 1 + (count >> 2), "B") }),
      };
      const collaborators = fickleCollaborators(plan, chance);
      const afterEach = () => law.afterEach?.(driver, chance);
      start(driver, settings);
      afterEach();
      wander(driver, collaborators, chance, afterEach);
      law.atEnd?.(driver, collaborators, chance);
    }),
    { numRuns, seed: 20300101 },
  );
}

interface Law {
  readonly watch?: (settings: Partial<Settings>) => (event: Event, state: State) => void;
  readonly afterEach?: (driver: Driver, chance: Chance) => void;
  readonly atEnd?: (driver: Driver, collaborators: Collaborators, chance: Chance) => void;
}

const drawSettings = (chance: Chance): Partial<Settings> => ({
  workers: 1 + chance(4),
  mode: chance(3) === 0 ? "step" : "auto",
  attempts: 1 + chance(3),
  turns: 6,
  check: chance(2) === 0 ? "make test" : null,
  budget: { tokens: chance(3) === 0 ? 2_000 : null, costUsd: null },
  // A budget popup's time never runs here, so that the wait itself stays in play.
  popupTimeoutMs: null,
  rules: chance(3) === 0 ? [{ action: "allow" }, { action: "deny", tool: "bash" }] : [],
});

test("a ticket starts only after all that it depends on is done", () => {
  let claims = 0;
  check(60, 40, {
    watch: () => (event, state) => {
      if (event.type !== "ticket.claimed") return;
      claims++;
      for (const id of state.tickets.get(event.ticketId)!.ticket.dependsOn) {
        expect(state.tickets.get(id)!.status).toBe("done");
      }
    },
  });
  expect(claims).toBeGreaterThan(100);
});

test("every run ends, and every ticket with it: what depends on a failed one is blocked", () => {
  const seen = new Set<string>();
  check(60, 40, {
    atEnd(driver) {
      for (const { status, stage, ticket } of driver.state().tickets.values()) {
        seen.add(status);
        expect(stage).toBe("final");
        const dependencies = ticket.dependsOn.map((id) => driver.state().tickets.get(id)!.status);
        const isHopeless = dependencies.some((one) => one === "failed" || one === "blocked");
        // Whoever is given up before it begins has failed by itself.
        const isGivenUp = driver
          .events("intervention.received")
          .some(
            ({ intervention: { type, ticketId } }) => type === "stop" && ticketId === ticket.id,
          );
        if (!isGivenUp) expect(status === "blocked").toBe(isHopeless);
      }
    },
  });
  expect([...seen].toSorted()).toEqual(["blocked", "done", "failed"]);
});

test("no more tickets are at work than there are workers", () => {
  let busiest = 0;
  check(60, 40, {
    watch:
      ({ workers }) =>
      (event, state) => {
        if (event.type !== "ticket.claimed") return;
        const busy = state.claimed.size - state.parked.size;
        busiest = Math.max(busiest, busy);
        expect(busy).toBeLessThanOrEqual(workers!);
      },
  });
  expect(busiest).toBe(4);
});

test("after each input nothing is left to do for anyone: what an event touches is complete", () => {
  check(60, 40, {
    afterEach(driver) {
      const state = driver.state();
      for (const subject of everySubject(state)) {
        expect({ subject, due: pursue(state, subject) }).toEqual({ subject, due: [] });
      }
    },
  });
});

test("the log, read back from JSON and folded, equals the live state at every event", () => {
  check(12, 5, {
    watch: () => {
      let folded: State | null = null;
      return (event, state) => {
        folded = reduce(folded, JSON.parse(JSON.stringify(event)) as Event);
        expect(snapshot(folded)).toBe(snapshot(state));
      };
    },
  });
});

test("a popup is decided at most once, whatever else is answered beside it", () => {
  let refusals = 0;
  check(40, 8, {
    afterEach(driver, chance) {
      const decided = driver.events("popup.decided").at(-1);
      const [open] = driver.state().openPopups.values();
      const stale = decided?.popupId ?? popupId("none");
      const hash = open?.popup.payloadHash ?? "";
      const answers = [
        { popupId: stale, payloadHash: decided?.payloadHash ?? "" },
        { popupId: popupId(`unknown:${chance(9)}`), payloadHash: hash },
        ...(open === undefined ? [] : [{ popupId: open.popup.id, payloadHash: `${hash}0` }]),
      ];
      const answer = {
        ...answers[chance(answers.length)]!,
        decision: { type: "approve" },
      } as const;
      const before = snapshot({ ...driver.state(), lastSeq: 0 });
      const added = driver.feed({ type: "answer", answer });
      if (driver.state().ended === null) {
        refusals++;
        expect(added.map(({ type }) => type)).toEqual(["answer.refused"]);
      }
      expect(snapshot({ ...driver.state(), lastSeq: 0 })).toBe(before);
    },
    atEnd(driver) {
      const ids = driver.events("popup.decided").map(({ popupId: id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    },
  });
  expect(refusals).toBeGreaterThan(100);
});

test("what is held against the budget is let go: at the end nothing is reserved", () => {
  check(40, 12, {
    atEnd(driver) {
      const { reservedTokens, reservedUsd, usedTokens } = driver.state().ledger;
      expect({ reservedTokens, reservedUsd }).toEqual({ reservedTokens: 0, reservedUsd: 0 });
      const discarded = driver.events("stream.discarded");
      const calls = driver.events("stream.completed").length + discarded.length;
      expect(calls).toBe(driver.events("model.started").length);
      // A call is given up before it says anything of what it took.
      const givenUp = discarded.filter(({ failure }) => failure.code === "cancelled");
      expect(usedTokens).toBe((calls - givenUp.length) * 15);
    },
  });
});

test("no tool runs and nothing is merged but through a gate that allowed that very payload", () => {
  const gates = new Map<string, Set<string>>();
  let gated = 0;
  check(40, 12, {
    watch: () => {
      gates.clear();
      return (event) => {
        if (event.type === "rule.applied" && event.action === "allow") {
          gates.set(event.gate, new Set([event.payloadHash]));
        } else if (event.type === "popup.decided") {
          const refused = ["reject", "abort", "stop"].includes(event.decision.type);
          gates.set(event.popupId, new Set(refused ? [] : [event.payloadHash]));
        } else if (event.type === "tool.started" || event.type === "merge.started") {
          gated++;
          if (event.type === "tool.started") {
            const { tool, input } = event;
            expect(hashOf({ tool, input })).toBe(event.payloadHash);
          }
          expect([...(gates.get(event.gate) ?? [])]).toEqual([event.payloadHash]);
        }
      };
    },
  });
  expect(gated).toBeGreaterThan(100);
});

test("cut off anywhere, again and again, a run that is resumed ends all the same", () => {
  let cuts = 0;
  check(40, 8, {
    atEnd(driver, collaborators, chance) {
      let log = driver.log;
      for (let lives = 0; lives < 3; lives++) {
        const life = newDriver(log.slice(0, 1 + chance(log.length)));
        const silent = () => expect(everyoneDue(life)).toEqual([]);
        life.feed({ type: "resume" });
        silent();
        wander(life, collaborators, chance, silent);
        cuts++;
        for (const { stage } of life.state().tickets.values()) expect(stage).toBe("final");
        expect(doneTwice(life.log)).toEqual([]);
        expect(life.state().ledger.reservedTokens).toBe(0);
        log = life.log;
      }
    },
  });
  expect(cuts).toBe(120);
});

const everyoneDue = (driver: Driver) =>
  everySubject(driver.state()).flatMap((subject) => pursue(driver.state(), subject));
