import { expect, test } from "bun:test";
import type { TimerPurpose } from "../../../src/core/event.ts";
import { popupId, type SessionId } from "../../../src/core/ids.ts";
import { explanationLines } from "../../../src/reports/sim/explanation-rows.ts";
import { namedEvents } from "../../../src/reports/sim/named-events.ts";
import { failure, workerLog } from "../sample-report.ts";

const log = workerLog({ ticket: "T-1", text: "words" });
const last = log.at(-1)!.seq;

test("an event that a message names stands behind what it came of, in the order of the log", () => {
  const rows = namedEvents({ messages: [`event ${last}: it is wrong`], log });
  expect(rows.at(-1)).toMatchObject({ seq: last, isNamed: true });
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).toSorted((a, b) => a - b));
  for (const [index, { seq, isNamed }] of rows.slice(0, -1).entries()) {
    expect(isNamed).toBe(false);
    expect(rows[index + 1]!.cause).toBe(seq);
  }
});

test("three are shown at the most, each once, and none that the log has not", () => {
  const messages = ["event 1 and event 1, event 2", "event 999; event 3, event 4", "106 events"];
  const named = namedEvents({ messages, log }).filter(({ isNamed }) => isNamed);
  expect(named.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(namedEvents({ messages, log: [] })).toEqual([]);
});

test("they are told before anything else that explains a failure", () => {
  const messages = [`it was begun after event ${last}`];
  const [...lines] = explanationLines(failure({ messages, log }));
  expect(lines.at(-1)).toStartWith(`▸ event ${last}  ${log.at(-1)!.type}`);
});

test("which event it came of is said once", () => {
  const abandoned = { type: "effect.abandoned", seq: last + 1, atMs: 0, effectId: 2 } as const;
  const messages = [`event ${last + 1}: it is wrong`];
  const [...lines] = explanationLines(failure({ messages, log: [...log, abandoned] }));
  expect(lines.at(-1)).toBe(`▸ event ${last + 1}  effect.abandoned  ← 2`);
});

test("a timer is named by the popup or the session that it is for", () => {
  const rings = { type: "timer.ended", seq: last + 1, atMs: 0, effectId: last } as const;
  const messages = [`event ${last + 1}: it is wrong`];
  const wordsFor = (purpose: TimerPurpose) =>
    namedEvents({ messages, log: [...log, { ...rings, purpose }] }).at(-1)!.words;
  expect(wordsFor({ type: "expiry", popupId: popupId("spawn:A:1") })).toBe("timer.ended spawn:A:1");
  expect(wordsFor({ type: "retry", sessionId: "tier1" as SessionId })).toBe("timer.ended tier1");
});
