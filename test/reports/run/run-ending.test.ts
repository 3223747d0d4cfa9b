import { describe, expect, test } from "bun:test";
import { ending, type RunResult } from "../../../src/reports/run/run-ending.ts";
import { sheet } from "../paper.ts";
import { projection, usage } from "../sample-projection.ts";

const result = (members: Partial<RunResult>): RunResult => ({
  ...projection,
  elapsedMs: 192_000,
  branch: "rehearsal/r-1",
  commands: {
    show: "rehearsal show r-1",
    resume: "rehearsal resume r-1",
    retry: "rehearsal retry r-1",
    git: "git",
  },
  ...members,
});

describe("the ending of a run", () => {
  test("of one that waits says for what, and how to go on", () => {
    expect(ending(result({}), sheet(100))).toBe(
      `◆ waiting after 3 min 12 s · 1 done, 1 running

└─ ✓ T-1  Token bucket (2 attempts)
   └─ ◐ T-2  Middleware

◆ waits for you: tool of T-2

Tier              Input  Cache read  Cache write  Output     Cost
1 Orchestrator    1,200           0            0      80  $0.0016
3 Worker        120,000      90,000          500   4,000    $1.50
Sum             121,200      90,000          500   4,080    $1.50

Branch   rehearsal/r-1
Go on    rehearsal resume r-1
`,
    );
  });

  test("of one that is done says where its work is and how to take it", () => {
    const text = ending(result({ outcome: "done", popups: [] }), sheet(100));
    expect(text).toStartWith("✓ done after 3 min 12 s");
    expect(text).toEndWith(`Branch   rehearsal/r-1
Look     git diff HEAD...rehearsal/r-1
Take it  git merge rehearsal/r-1
`);
  });

  test("of one that failed before a ticket was done says why, and names no branch", () => {
    const failure = { code: "authentication", message: "The key is wrong." };
    const failed = result({ outcome: "failed", failure, tickets: [], popups: [] });
    expect(ending(failed, sheet(100))).toStartWith(`✗ failed after 3 min 12 s
  authentication: The key is wrong.

Tier`);
    expect(ending(failed, sheet(100))).toEndWith("\n\nSee why  rehearsal show r-1\n");
    // The session has told this one in full, and it is long.
    const full = { code: "context-exceeded", message: "The prompt would take too much." } as const;
    expect(ending({ ...failed, failure: full }, sheet(100))).toContain("\n  context-exceeded\n\n");
  });

  test("of one that waits for a mending says what is to be mended", () => {
    const waits = (code: string) =>
      ending(result({ failure: { code, message: "No." }, popups: [] }), sheet(100));
    expect(waits("authentication")).toEndWith(`Branch   rehearsal/r-1
Mend     set the right key in this shell
Go on    rehearsal resume r-1
`);
    expect(waits("connection-failed")).toContain("\nMend     start the server there, or name");
    expect(waits("overloaded")).toContain("\nMend     nothing here: the server is in trouble");
    // The words of a workspace's failure say it themselves.
    expect(waits("workspace-failed")).not.toContain("Mend");
  });

  test("of one that was interrupted says how to go on", () => {
    expect(ending(result({ outcome: "interrupted" }), sheet(100))).toEndWith(
      "Go on    rehearsal resume r-1\n",
    );
  });

  test("keeps to 40 columns", () => {
    const lines = ending(result({}), sheet(40)).split("\n");
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
  });

  test("says that no model reported tokens: a call may have been cut off before it did", () => {
    const silent = { tier1: usage(), tier2: usage(), tier3: usage(), tier4: usage() };
    expect(ending(result({ usage: silent }), sheet(100))).toContain(
      "No model reported any tokens.",
    );
  });
});
