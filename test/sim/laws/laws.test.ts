import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { laws, runThatBreaks } from "../../../src/sim/laws/laws.ts";
import { runTrial } from "../../../src/sim/trial.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { twoTickets } from "../two-tickets.ts";

const readme = await Bun.file(join(import.meta.dir, "..", "..", "..", "README.md")).text();

describe("the list of laws", () => {
  test("is in the order of its numbers, each once", () => {
    const numbers = laws.map(({ number }): number => number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  test("is what the README tells of them", () => {
    const rows = [...readme.matchAll(/^\| (\d+) (\w+) +\| (.+?) +\|$/gm)];
    expect(rows.map(([, number, name, says]) => ({ number: Number(number), name, says }))).toEqual(
      laws.map(({ number, name, says }) => ({ number, name, says })),
    );
  });
});

test("a law on companions is shown in the run itself where the trial has no such companion", async () => {
  const resume = laws.find(({ number }) => number === 9)!;
  const crash = { type: "crash", atEvent: 9 } as const;
  const alone = await runTrial(twoTickets, { schedule: defaultOrder, swarm: [crash] });
  const killed = await runTrial(twoTickets, { schedule: defaultOrder, killAtEvents: [9] });
  expect(runThatBreaks(resume, alone.evidence)).toBe("itself");
  expect(runThatBreaks(resume, killed.evidence)).toBe("killed");
});
