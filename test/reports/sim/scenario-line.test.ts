import { describe, expect, test } from "bun:test";
import { progressLine, scenarioLine, simSummary } from "../../../src/reports/sim/scenario-line.ts";
import { sheet } from "../paper.ts";
import { stepsOf, agentReport, failure, hostileReport, law, report } from "../sample-report.ts";

describe("a scenario that passed", () => {
  test("is one line", () => {
    expect(scenarioLine(report(), sheet(100))).toBe(
      "✓ a limiter is built  20 schedules · 1,234 events · 2 s\n",
    );
  });

  test("says of an agent what was not simulated", () => {
    expect(scenarioLine({ ...report(), subject: agentReport }, sheet(100))).toBe(
      "✓ a limiter is built  20 schedules · 1 request · 2 s\n  not simulated the process `git status`\n",
    );
  });

  test("is cut where the paper ends", () => {
    expect(Bun.stringWidth(scenarioLine(report(), sheet(30)).trimEnd())).toBeLessThanOrEqual(30);
  });
});

describe("a scenario that failed", () => {
  test("tells what failed, the steps that count, and how to replay it", () => {
    const text = scenarioLine(report({ failures: [failure()], swarm: true }), sheet(100));
    expect(text.split("\n")).toEqual([
      "✗ a limiter is built  20 schedules · drawn faults · 1,234 events · 2 s",
      "  law 3 (gate) (3 schedules, first seed 7)",
      "  │ law 3 (gate) is broken: a write was not approved",
      "  │    Step      At  Chosen  What was released               Before",
      "  │                          … 5 steps in the default order",
      "  │       5  500 ms          chunk 5",
      "  │ ▸     6  600 ms  3 of 3  chunk 6                         disk",
      "  │       7  700 ms          chunk 7",
      "  │       8  800 ms          chunk 8",
      "  │       9  900 ms          chunk 9",
      "  │ replay rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9",
      "",
    ]);
  });

  test("shows the few steps of a short run, though all came in the default order", () => {
    const steps = stepsOf(0, 0, 0, 0);
    const text = scenarioLine(report({ failures: [failure({ steps })] }), sheet(80));
    expect(text).toContain("│ It fails in the default order, in 4 steps:\n");
    for (const { label } of steps) expect(text).toContain(label);
  });

  test("needs no table where all came in the default order", () => {
    const steps = failure().steps.map((step) => ({ ...step, place: 0 }));
    const text = scenarioLine(report({ failures: [failure({ steps, seed: null })] }), sheet(100));
    expect(text).toContain("law 3 (gate) (replayed)");
    expect(text).toContain("It fails in the default order, in 10 steps.");
    expect(text).not.toContain("chunk 9");
  });

  test("never cuts the command that replays it", () => {
    const command = `rehearsal sim a.scenario.ts --replay r1.${"x".repeat(300)}`;
    expect(scenarioLine(report({ failures: [failure({ command })] }), sheet(40))).toContain(
      command,
    );
  });

  test("says where it was not deterministic", () => {
    const text = scenarioLine(
      report({ failures: [failure({ deterministic: false })] }),
      sheet(200),
    );
    expect(text).toContain("not deterministic");
  });

  test("tells of a hundred messages the first, whole, and counts those that follow from them", () => {
    const messages = [
      "law 1 is broken",
      ...Array.from({ length: 99 }, (_, at) => `no reply ${at}\n  near: nothing`),
    ];
    const text = scenarioLine(report({ failures: [failure({ messages })] }), sheet(120));
    expect(text).toContain("│ law 1 is broken\n");
    expect(text).toContain("│ no reply 10\n  │   near: nothing\n  │ and 88 more");
    expect(text).not.toContain("no reply 11");
    const long = "one\n".repeat(40).trim();
    const two = scenarioLine(
      report({ failures: [failure({ messages: [long, "two"] })] }),
      sheet(80),
    );
    expect(two.match(/│ one/g)).toHaveLength(40);
    expect(two).toContain("and 1 more");
  });

  test("lets no text of a model reach the terminal as a command, or begin a line", () => {
    const messages = ["::error::owned\n::add-mask::a\n\x1b[2J"];
    const text = scenarioLine(report({ failures: [failure({ messages })] }), sheet(80));
    expect(text).not.toMatch(/^\s*::/m);
    const hostile = scenarioLine(hostileReport(), sheet(80));
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(hostile).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe("the summary", () => {
  test("adds up scenarios, schedules and laws, and names a law that nothing exercised", () => {
    const laws = [law({ law: 9, name: "resume", holds: 0, notExercised: 20, exercised: 0 }), law()];
    const failed = report({ laws: [law({ holds: 18, broken: 2 })], failures: [failure()] });
    expect(simSummary([report({ laws }), failed], sheet(100)).split("\n")).toEqual([
      "",
      "✗ 1 of 2 scenarios failed, 40 schedules in 3 s",
      "",
      "Law         Held  Not exercised  Broken  Times exercised",
      "1 delivery    38              0       2              600",
      "9 resume       0             20       0                0",
      "",
      "Nothing here could have broken law 9 (resume).",
      "",
    ]);
  });

  test("names several laws that nothing exercised", () => {
    const idle = { holds: 0, notExercised: 20, exercised: 0 };
    const laws = [
      law({ law: 9, name: "resume", ...idle }),
      law({ law: 14, name: "kept", ...idle }),
    ];
    expect(simSummary([report({ laws })], sheet(100))).toContain(
      "Nothing here could have broken laws 9 (resume), 14 (kept).",
    );
  });

  test("shows what could not be checked only where there is such", () => {
    expect(simSummary([report({ laws: [law({ unknown: 1 })] })], sheet(100))).toContain("Unknown");
    expect(simSummary([report()], sheet(100))).not.toContain("Unknown");
  });

  test("of nothing says so", () => {
    expect(simSummary([], sheet(80))).toBe("No scenario was run.\n");
  });
});

test("the progress line tells how far it is and what failed", () => {
  const line = (done: number, total: number, failures: number, elapsedMs = 0) =>
    progressLine({ done, total, failures, elapsedMs });
  expect(line(250, 1000, 0)).toBe("█████░░░░░░░░░░░░░░░  25 %  250 of 1,000 schedules");
  expect(line(1000, 1000, 2, 60_000)).toEndWith("100 %  1,000 of 1,000 schedules, 2 failed");
  expect(line(250, 1000, 1, 20_000)).toEndWith("250 of 1,000 schedules, 1 failed, about 1:00 left");
  expect(line(0, 0, 0)).toContain("0 %  0 of 0");
});
