import { describe, expect, test } from "bun:test";
import { runId } from "../../../src/core/ids.ts";
import { runsTable } from "../../../src/reports/run/runs-table.ts";
import { sheet } from "../paper.ts";

const minuteMs = 60_000;
const runs = [
  { runId: runId("r-1"), epic: "Add a rate limiter", startedAtMs: 0, outcome: "done" as const },
  {
    runId: runId("r-2"),
    epic: "Tidy\nup the \x1b[2Jtests",
    startedAtMs: 50 * 60 * minuteMs,
    outcome: "waiting" as const,
  },
  { runId: runId("r-3"), epic: "Docs", startedAtMs: 3004 * minuteMs, outcome: "damaged" as const },
];

describe("the list of runs", () => {
  test("has the newest first", () => {
    expect(runsTable(runs, 3004 * minuteMs + 5000, sheet(100), 'rehearsal run "EPIC"')).toBe(
      `Run  Outcome    Started    Epic
r-3  ✗ damaged  just now   Docs
r-2  ◆ waiting  4 min ago  Tidy up the tests
r-1  ✓ done     2 d ago    Add a rate limiter
`,
    );
  });

  test("cuts long epics where the terminal ends", () => {
    const lines = runsTable(runs, 3004 * minuteMs, sheet(40), 'rehearsal run "EPIC"').split("\n");
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
  });

  test("says how to begin where there is none", () => {
    expect(runsTable([], 0, sheet(100), 'rehearsal run "EPIC"')).toBe(
      'No runs yet. Start one with: rehearsal run "EPIC"\n',
    );
  });
});
