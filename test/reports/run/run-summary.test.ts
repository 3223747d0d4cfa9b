import { describe, expect, test } from "bun:test";
import { summary } from "../../../src/reports/run/run-summary.ts";
import { sheet } from "../paper.ts";
import { projection } from "../sample-projection.ts";

const after = {
  kept: [],
  goOn: "rehearsal resume r-1",
  lastWords: new Map([["Tier 3 (Worker): T-1", "I read it.\nAll \x1b[2Jdone.\n"]]),
};

describe("the summary of a run", () => {
  test("tells tracks, tickets, streams, decisions and tokens", () => {
    expect(summary(projection, sheet(100), after)).toBe(
      `Add a rate limiter to the API
run r-1  ◆ waiting
go on with rehearsal resume r-1

◇ api  HTTP layer (running)
└─ ✓ T-1  Token bucket (2 attempts)
   └─ ◐ T-2  Middleware

Streams
Stream                 Turns  Status  Last words
Tier 1 (Orchestrator)      1  idle    HTTP layer
Tier 3 (Worker): T-1      12  ended   All done.

Decisions
Popup           Decision
tracks:1        approve
tool:T-2:1.1.0  open

Tokens
Tier              Input  Cache read  Cache write  Output     Cost
1 Orchestrator    1,200           0            0      80  $0.0016
3 Worker        120,000      90,000          500   4,000    $1.50
Sum             121,200      90,000          500   4,080    $1.50

1,234 events, digest 0123456789abcdef
`,
    );
  });

  test("keeps to 40 columns", () => {
    const text = summary(projection, sheet(40), after);
    const widths = text.split("\n").map((line) => Bun.stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(40);
    expect(text).toContain("Tier 3 (Worker): T-1      12");
    expect(text).toContain("3 Worker        210,500   4,000    $1.50");
  });

  test("leaves out what there is none of", () => {
    const failed = {
      ...projection,
      outcome: "failed" as const,
      failure: { code: "authentication", message: "The key\n is wrong." },
      tracks: [],
      tickets: [],
      streams: {},
      popups: [],
    };
    const text = summary(failed, sheet(100), after);
    expect(text).toStartWith(`Add a rate limiter to the API
run r-1  ✗ failed
authentication: The key is wrong.

Tokens
`);
  });
});
