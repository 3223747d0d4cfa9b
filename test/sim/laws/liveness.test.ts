import { describe, expect, test } from "bun:test";
import { popupId } from "../../../src/core/ids.ts";
import { checkLiveness } from "../../../src/sim/laws/liveness.ts";
import {
  breachesOf,
  called,
  ended,
  lifeOf,
  logOf,
  opened,
  popupOf,
  recordOf,
  started,
} from "./hand-made.ts";

const question = popupOf("question:T-1", { kind: "question", payload: { question: "why?" } });
const waiting = logOf(started(), question, ended("waiting"));
const lives = [
  lifeOf(waiting, { finished: { outcome: "waiting", failure: null, lostSubscribers: [] } }),
];
const shown = [{ life: 1, popupId: popupId("question:T-1") }];

test("it holds where the run has ended", () => {
  const record = recordOf(logOf(started(), ended()));
  expect(checkLiveness(record)).toEqual({ type: "holds", exercised: 1 });
});

test("it holds where the run waits on a popup that was shown", () => {
  const verdict = checkLiveness(recordOf(waiting, { lives, shown }));
  expect(verdict).toEqual({ type: "holds", exercised: 2 });
});

test("it holds where a full disk kept a popup from being shown", () => {
  const failure = { code: "store-failed", message: "no space left" } as const;
  const full = [
    lifeOf(waiting, { finished: { outcome: "waiting", failure, lostSubscribers: [] } }),
  ];
  expect(checkLiveness(recordOf(waiting, { lives: full })).type).toBe("holds");
});

test("it is unknown where there was no life at all", () => {
  expect(checkLiveness(recordOf([], { lives: [] }))).toMatchObject({ type: "unknown" });
});

describe("it is broken where", () => {
  test("the run waits on a popup that nobody saw", () => {
    const verdict = checkLiveness(recordOf(waiting, { lives }));
    expect(breachesOf(verdict)).toContain("waits on question:T-1, which was never shown");
  });

  test("the run waits on a popup whose time is up", () => {
    const late = popupOf(
      "question:T-1",
      { kind: "question", payload: { question: "why?" } },
      { expiresAtMs: 2500 },
    );
    const log = logOf(started(), late, ended("waiting"));
    const verdict = checkLiveness(recordOf(log, { lives, shown }));
    expect(breachesOf(verdict)).toContain("whose time is up");
  });

  test("nothing can come any more: it says who waits for what", () => {
    const log = logOf(started(), opened(), called(), question);
    const verdict = checkLiveness(recordOf(log, { end: { type: "deadlock" } }));
    expect(breachesOf(verdict)).toBe(
      "deadlock: nothing can come any more. Unsettled: model.started (event 3), popup question:T-1.",
    );
  });

  test("it goes on for ever", () => {
    const end = { type: "livelock", waiting: ["timer", "disk"] } as const;
    expect(breachesOf(checkLiveness(recordOf(waiting, { end })))).toContain("next: timer, disk");
  });

  test("an operation of our own does not end", () => {
    const end = { type: "unsettled", operations: ["parse"] } as const;
    const verdict = checkLiveness(recordOf(waiting, { end }));
    expect(breachesOf(verdict)).toBe("an operation did not end: parse");
  });

  test("the conductor itself failed", () => {
    const problems = [{ type: "crashed", message: "an assertion" }] as const;
    const dead = [lifeOf(waiting, { finished: null })];
    const verdict = checkLiveness(recordOf(waiting, { lives: dead, problems }));
    expect(breachesOf(verdict)).toBe("the conductor itself failed");
  });
});
