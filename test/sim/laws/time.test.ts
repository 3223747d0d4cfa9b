import { expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { checkTime } from "../../../src/sim/laws/time.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import {
  breachesOf,
  called,
  completed,
  decided,
  discarded,
  lifeOf,
  logOf,
  popupOf,
  recordOf,
  started,
} from "./hand-made.ts";

/** Each event is a second after the one before. */
const judge = (runMs: number, ...bodies: readonly EventBody[]) =>
  judgeBy((findings) =>
    checkTime(
      recordOf(logOf(started({ timeBudget: { runMs }, stallTimeoutMs: 500 }), ...bodies)),
      findings,
    ),
  );
const time = { of: "run", ticketId: null, limitMs: 1_000, usedMs: 1_000 } as const;
const tokens = {
  limitTokens: null,
  limitUsd: null,
  usedTokens: 0,
  usedUsd: 0,
  nextTokens: 0,
};
const payload = { ...tokens, time };

test("calls within the time hold, and what a person gives once more counts", () => {
  expect(judge(3_000, called(), completed(2), called(2), completed(4, 2)).type).toBe("holds");
  const asked = [
    popupOf("budget:time.run.1", { kind: "budget", payload }),
    decided("budget:time.run.1", payload),
  ];
  expect(judge(1_000, called(), completed(2), ...asked, called(2), completed(6, 2)).type).toBe(
    "holds",
  );
});

test("a call that begins once the time is up breaks it, and one that goes on long after it", () => {
  expect(breachesOf(judge(1_000, called(), completed(2), called(2)))).toContain(
    "event 4: a call of tier1 begins, and its time is up",
  );
  const { runMs } = { runMs: 400 };
  expect(breachesOf(judge(runMs, called(), completed(2)))).toContain("goes on 100 ms after");
});

test("it is not exercised where no time is limited", () => {
  const log = logOf(started(), called(), completed(2));
  expect(judgeBy((findings) => checkTime(recordOf(log), findings)).type).toBe("not-exercised");
});

test("what passes while the run rests is no work, also where a person answers meanwhile", () => {
  const log = logOf(
    started({ timeBudget: { runMs: 1_500 } }),
    popupOf("budget:1", { kind: "budget", payload: tokens }),
    called(),
    decided("budget:1", tokens, { type: "stop" }),
    { type: "run.resumed" },
    discarded(3, "crashed"),
    called(2),
    completed(7, 2),
    called(),
  );
  const lives = [lifeOf(log.slice(0, 3), { crashed: true }), lifeOf(log, { inherited: 4 })];
  const record = recordOf(log, { lives });
  expect(judgeBy((findings) => checkTime(record, findings)).type).toBe("holds");
});
