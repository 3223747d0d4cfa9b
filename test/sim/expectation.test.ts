import { describe, expect, test } from "bun:test";
import type { Event, EventBody } from "../../src/core/event.ts";
import { popupId } from "../../src/core/ids.ts";
import { logOf, main, ticketOf } from "./laws/hand-made.ts";
import { check, file, outcome, popups, refused, stream, ticket, usage } from "../../src/sim/api.ts";
import { evaluate } from "../../src/sim/expectation.ts";
import type { Expectation, FinishedRun } from "../../src/sim/scenario.ts";

const tokens = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costUsd: null,
};

const refusal = (seq: number, why: "already-decided" | "unknown-popup"): Event => ({
  seq,
  atMs: 0,
  type: "answer.refused",
  answer: { popupId: popupId("spawn:T-1:1"), payloadHash: "x", decision: { type: "approve" } },
  why,
  message: "",
});

const run: FinishedRun = {
  runId: "r",
  epic: "e",
  outcome: "failed",
  failure: { code: "overloaded", message: "try later" },
  tracks: [],
  tickets: [
    {
      id: "T-1",
      trackId: "math",
      title: "One",
      status: "failed",
      dependsOn: [],
      attempts: 3,
      reason: "the check failed",
    },
    {
      id: "T-2",
      trackId: "math",
      title: "Two",
      status: "done",
      dependsOn: [],
      attempts: 1,
      reason: null,
    },
  ],
  streams: {
    "Tier 1 (Orchestrator)": { text: "{}", turns: 1, status: "ended" },
    "Tier 3 (Worker): T-1": { text: "Left alone.", turns: 1, status: "ended" },
  },
  popups: [
    { id: "tracks:1", kind: "tracks", ticketId: null, decision: "approve" },
    { id: "spawn:T-1:1", kind: "spawn", ticketId: "T-1", decision: null },
    { id: "spawn:T-2:1", kind: "spawn", ticketId: "T-2", decision: "approve" },
  ],
  usage: {
    tier1: { ...tokens, outputTokens: 12 },
    tier2: tokens,
    tier3: { ...tokens, inputTokens: 40 },
    tier4: tokens,
  },
  events: 2,
  digest: "d",
  files: { "src/math.ts": "export const add = 1;\n" },
  log: [refusal(1, "already-decided"), refusal(2, "unknown-popup")],
};

const verdict = (expectation: Expectation, on: FinishedRun = run) =>
  evaluate([expectation], on)[0]!;
const met = (expectation: Expectation) => expect(verdict(expectation).passed).toBe(true);
const unmet = (expectation: Expectation, message: string, on: FinishedRun = run) =>
  expect(verdict(expectation, on)).toStrictEqual({ passed: false, message });

test("each expectation is judged, in the order that they are written in", () => {
  const verdicts = evaluate([ticket("T-2").done(), ticket("T-1").done(), outcome("failed")], run);
  expect(verdicts.map(({ passed }) => passed)).toStrictEqual([true, false, true]);
});

describe("an outcome", () => {
  test("that is another is told with the run's failure", () => {
    met(outcome("failed"));
    unmet(
      outcome("done"),
      'expected the run to end as done; it is failed (overloaded: "try later")',
    );
  });

  test("of waiting names the popups that nobody answered", () => {
    unmet(
      outcome("done"),
      "expected the run to end as done; it is waiting; nobody answered spawn:T-1:1",
      { ...run, outcome: "waiting", failure: null },
    );
  });
});

describe("a ticket", () => {
  test("in another state is told with the reason", () => {
    met(ticket("T-1").failed());
    unmet(ticket("T-1").done(), 'expected ticket T-1 to be done; it is failed: "the check failed"');
  });

  test("is told by its attempts", () => {
    met(ticket("T-1").attempts(3));
    unmet(ticket("T-2").attempts(2), "expected ticket T-2 to take 2 attempts; it took 1");
  });

  test("that is not there is told with the one that was meant, or why there is none", () => {
    unmet(
      ticket("T-3").done(),
      'expected ticket T-3; the run has no such ticket. Did you mean "T-1"?',
    );
    unmet(
      ticket("T-3").done(),
      "expected ticket T-3; the run has no tickets: no plan was accepted",
      { ...run, tickets: [] },
    );
  });

  test("whose plan was not accepted is told with its track, not with another ticket", () => {
    const planned = (...bodies: readonly EventBody[]): FinishedRun => ({
      ...run,
      log: logOf(
        { type: "tracks.accepted", tracks: [{ id: main, title: "", description: "" }] },
        ...bodies,
      ),
    });
    unmet(
      ticket("T-3").done(),
      "expected ticket T-3; the run has no such ticket, and no tickets of track main were accepted",
      planned(),
    );
    const proposed = { ...ticketOf("T-3"), trackId: main };
    unmet(
      ticket("T-3").done(),
      "expected ticket T-3; the plan of track main proposed it, and was not accepted",
      planned({ type: "tickets.proposed", trackId: main, tickets: [proposed] }),
    );
  });
});

describe("a stream", () => {
  const worker = stream("Tier 3 (Worker): T-1");

  test("is held against a text", () => {
    met(worker.contains("alone"));
    met(worker.equals("Left alone."));
    met(worker.matches(/^left/i));
    met(worker.not.contains("dist"));
    unmet(
      worker.contains("dist"),
      'expected stream "Tier 3 (Worker): T-1" to contain "dist"; it is "Left alone."',
    );
    unmet(
      worker.not.matches(/alone/),
      'expected stream "Tier 3 (Worker): T-1" not to match /alone/; it is "Left alone."',
    );
  });

  test("that has the text in other letters says so", () => {
    unmet(
      worker.contains("left"),
      'expected stream "Tier 3 (Worker): T-1" to contain "left"; it is "Left alone." (it is there, but with other capital letters)',
    );
  });

  test("that differs says from where on", () => {
    unmet(
      worker.equals("Left behind."),
      'expected stream "Tier 3 (Worker): T-1" to equal "Left behind."; it is "Left alone." (they differ from character 6 on)',
    );
  });

  test("that is not there fails in both directions, and lists those that are, nearest first", () => {
    const message =
      'expected stream "Tier 3 (Worker): T-9"; the run has no such stream. It has, nearest first: "Tier 3 (Worker): T-1", "Tier 1 (Orchestrator)".';
    unmet(stream("Tier 3 (Worker): T-9").contains("x"), message);
    unmet(stream("Tier 3 (Worker): T-9").not.contains("x"), message);
  });

  test("of a hostile model reaches a message only in harmless letters, and shortened", () => {
    const text = `\u001b[2J\u009b31m\u202egnp.exe ${"x".repeat(500)}`;
    const hostile = {
      ...run,
      streams: { "Tier 3 (Worker): T-1": { text, turns: 1, status: "ended" as const } },
    };
    const { message } = verdict(worker.contains("dist"), hostile);
    expect(message).toContain('it is "\\u001b[2J\\u009b31m\\u202egnp.exe xxx');
    expect(message).toEndWith("… (517 characters in all)");
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe("a file", () => {
  test("is held against a text, or is there or not", () => {
    met(file("src/math.ts").contains("add"));
    met(file("src/math.ts").not.contains("subtract"));
    met(file("gone.ts").missing());
    met(file("src/math.ts").not.missing());
    unmet(
      file("src/math.ts").missing(),
      'expected file src/math.ts not to be there; it is there: "export const add = 1;\\n"',
    );
    unmet(file("gone.ts").not.missing(), "expected file gone.ts to be there; it is missing");
  });

  test("that is not there fails in both directions, with the path that was meant", () => {
    const message =
      'expected file src/maths.ts; it is missing from the run\'s branch. Did you mean "src/math.ts"?';
    unmet(file("src/maths.ts").contains("add"), message);
    unmet(file("src/maths.ts").not.contains("add"), message);
  });
});

describe("popups", () => {
  test("in order are these and no others; the first that differs is named", () => {
    met(popups("tracks", "spawn", "spawn").inOrder());
    unmet(
      popups("tracks", "tickets", "spawn").inOrder(),
      "expected the popups tracks, tickets, spawn in this order; there were tracks, spawn, spawn. Popup 2 is spawn of T-1, expected tickets",
    );
    unmet(
      popups("tracks", "spawn", "spawn", "tool").inOrder(),
      "expected the popups tracks, spawn, spawn, tool in this order; there were tracks, spawn, spawn. Popup 4 is none, expected tool",
    );
  });

  test("in any order are counted by kind", () => {
    met(popups("spawn", "tracks", "spawn").inAnyOrder());
    unmet(
      popups("spawn", "tracks", "merge").inAnyOrder(),
      "expected the popups spawn, tracks, merge in any order; there were tracks, spawn, spawn. merge: expected 1, found 0; spawn: expected 1, found 2",
    );
  });
});

describe("usage", () => {
  test("is held against its bounds, both included", () => {
    met(usage("tier1").outputTokens.atLeast(12));
    met(usage("tier1").outputTokens.atMost(12));
    met(usage("tier3").inputTokens.exactly(40));
    unmet(
      usage("tier1").outputTokens.atMost(11),
      "expected tier1 to use at most 11 output tokens; it used 12",
    );
  });

  test("of a tier that no model spoke for says that", () => {
    unmet(
      usage("tier4").outputTokens.atLeast(1),
      "expected tier4 to use at least 1 output tokens; it used 0; no model of tier4 was called",
    );
  });
});

test("refused answers are counted by their reason", () => {
  met(refused("already-decided").times(1));
  met(refused("invalid-edit").times(0));
  unmet(
    refused("payload-mismatch").times(1),
    "expected 1 answer refused as payload-mismatch; there were 0 (and refused otherwise: already-decided, unknown-popup)",
  );
});

describe("a check", () => {
  test("holds where it says nothing or true, and sees log, files and projection", () => {
    met(
      check(
        "sees all",
        ({ log, files, tickets }) => log.length + tickets.length === 4 && "src/math.ts" in files,
      ),
    );
    met(check("asserts", (finished) => void expect(finished.events).toBe(2)));
  });

  test("fails by false, by a text and by throwing", () => {
    unmet(
      check("few", () => false),
      'check "few" returned false',
    );
    unmet(
      check("few", ({ events }) => `there are ${events}`),
      'check "few" failed: "there are 2"',
    );
    unmet(
      check("few", () => {
        throw new Error("no");
      }),
      'check "few" threw: "no"',
    );
    unmet(
      check("few", () => process.exit(3)),
      'check "few" threw: "it called process.exit(3): return false, or throw, where something is wrong"',
    );
  });

  test("that is not done at once fails, whatever its promise brings", () => {
    const late = check("late", (() => Promise.reject(new Error("x"))) as unknown as () => boolean);
    unmet(late, 'check "late" returned a promise; it must answer at once');
  });
});
