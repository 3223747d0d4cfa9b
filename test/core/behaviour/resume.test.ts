import { describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { project } from "../../../src/core/project.ts";
import type { Settings } from "../../../src/core/settings.ts";
import {
  approval,
  type Collaborators,
  outcomeOf,
  type PlannedTicket,
  runUntilIdle,
  type Reply,
  replyingCollaborators,
  start,
  willingCollaborators,
} from "../collaborators.ts";
import { doneTwice } from "../done-twice.ts";
import { newDriver } from "../driver.ts";

interface Flow {
  readonly name: string;
  readonly settings?: Partial<Settings>;
  readonly collaborators: Collaborators;
  readonly outcome: "done" | "failed";
}

const chain: Readonly<Record<string, readonly PlannedTicket[]>> = {
  A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }],
};

const bash = (command: string): Reply => ({ calls: [{ tool: "bash", input: { command } }] });

const flows: readonly Flow[] = [
  { name: "everyone agrees", collaborators: willingCollaborators(chain), outcome: "done" },
  {
    name: "workers call tools, and ask",
    outcome: "done",
    collaborators: replyingCollaborators(chain, ({ tier, turn }) => {
      if (tier !== "tier3" || turn > 3) return null;
      if (turn === 1) return { calls: [{ tool: "read", input: { file_path: "a.ts" } }] };
      return turn === 2 ? bash("make") : { calls: [{ tool: "ask", input: { question: "why?" } }] };
    }),
  },
  {
    name: "a check fails and the second attempt passes",
    settings: { check: "make test" },
    collaborators: willingCollaborators(chain, {
      passes: (id, attempt) => id === "T-2" || attempt === 2,
    }),
    outcome: "done",
  },
  {
    name: "every attempt fails",
    settings: { check: "make test" },
    collaborators: willingCollaborators(chain, { passes: () => false }),
    outcome: "failed",
  },
  {
    name: "first tries are cut",
    collaborators: replyingCollaborators(chain, ({ try: count }) =>
      count === 1 ? { text: "ha", fails: { code: "stream-cut", message: "cut" } } : null,
    ),
    outcome: "done",
  },
  {
    name: "a plan has to be mended",
    collaborators: replyingCollaborators(chain, ({ tier, turn }) =>
      tier === "tier2" && turn === 1 ? { text: "Sure!" } : null,
    ),
    outcome: "done",
  },
  {
    name: "merges conflict, and a side is taken",
    collaborators: willingCollaborators(chain, { conflicts: () => ["a.ts"] }),
    outcome: "done",
  },
  {
    name: "a merge conflict is tried again from the new files",
    collaborators: willingCollaborators(chain, {
      conflicts: (id) => (id === "T-1" ? ["a.ts"] : []),
      decide: (popup) =>
        popup.kind === "merge" && popup.attempt === 1 ? { type: "retry" } : approval(popup),
    }),
    outcome: "done",
  },
  {
    name: "a spawn is rejected",
    collaborators: willingCollaborators(chain, {
      decide: (popup) =>
        popup.kind === "spawn" ? { type: "reject", reason: "no" } : approval(popup),
    }),
    outcome: "failed",
  },
  {
    name: "step mode, one worker and a budget that is raised",
    settings: { mode: "step", workers: 1, budget: { tokens: 120, costUsd: null } },
    collaborators: willingCollaborators(chain),
    outcome: "done",
  },
  {
    name: "popups have little time, and are answered",
    settings: { popupTimeoutMs: 60_000 },
    collaborators: willingCollaborators(chain),
    outcome: "done",
  },
];

describe("killed at any event and resumed, a run ends as the one that was not killed", () => {
  for (const { name, settings, collaborators, outcome } of flows) {
    const whole = newDriver();
    start(whole, settings);
    runUntilIdle(whole, collaborators);
    const shown = summary(whole.log);

    test(name, () => {
      expect(shown.outcome).toBe(outcome);
      for (let cut = 1; cut <= whole.log.length; cut++) {
        const kept = JSON.parse(JSON.stringify(whole.log.slice(0, cut))) as Event[];
        const driver = newDriver(kept);
        driver.feed({ type: "resume" });
        runUntilIdle(driver, collaborators);
        expect({ cut, ...summary(driver.log) }).toEqual({ cut, ...shown });
        expect(doneTwice(driver.log)).toEqual([]);
        expect(unitsWithoutOneEnd(driver.log)).toEqual([]);
      }
    });

    test(`${name}, interrupted in between`, () => {
      let interrupted = 0;
      for (let cut = 1; cut < whole.log.length; cut++) {
        const driver = newDriver(whole.log.slice(0, cut));
        driver.feed({ type: "resume" });
        // The last events leave nothing to interrupt: the resume itself ends the run.
        if (driver.state().ended !== null) continue;
        interrupted++;
        driver.feed({ type: "interrupt" });
        for (const effect of driver.wanted()) {
          const failure = { code: "cancelled", message: "the run was interrupted" } as const;
          driver.feed({ type: "failed", effectId: effect.id, failure });
        }
        expect(driver.state().ended?.outcome).toBe("interrupted");
        const next = newDriver(driver.log);
        next.feed({ type: "resume" });
        runUntilIdle(next, collaborators);
        expect({ cut, ...summary(next.log) }).toEqual({ cut, ...shown });
        expect(doneTwice(next.log)).toEqual([]);
      }
      expect(interrupted).toBeGreaterThan(whole.log.length / 2);
    });
  }
});

test("an end that comes from the process before is not heard any more", () => {
  const before = newDriver();
  const collaborators = willingCollaborators(chain);
  start(before);
  const survey = before.only("survey");
  const driver = newDriver(before.log);
  driver.feed({ type: "resume" });
  for (const input of outcomeOf(survey, collaborators)) expect(driver.feed(input)).toEqual([]);
  expect(driver.only("survey").id).not.toBe(survey.id);
});

function summary(log: readonly Event[]) {
  const { outcome, tickets, tracks, streams } = project(log);
  const texts = Object.entries(streams).map(([id, { text, turns }]) => ({ id, text, turns }));
  return { outcome, tickets, tracks, texts };
}

function unitsWithoutOneEnd(log: readonly Event[]): readonly string[] {
  const ends = new Map<number, number>();
  for (const event of log) {
    if (event.type === "model.started") ends.set(event.seq, 0);
    if (event.type === "stream.completed" || event.type === "stream.discarded") {
      ends.set(event.effectId, (ends.get(event.effectId) ?? 0) + 1);
    }
  }
  return [...ends].filter(([, count]) => count !== 1).map(([seq]) => `model.started ${seq}`);
}
