import { expect, test } from "bun:test";
import type { Event, EventBody } from "../../../src/core/event.ts";
import { popupId, type SessionId } from "../../../src/core/ids.ts";
import { checkLimits } from "../../../src/sim/laws/limits.ts";
import { judgeBy } from "../../../src/sim/laws/verdict.ts";
import { breachesOf, called, decided, discarded, opened, popupOf, started } from "./hand-made.ts";

/** What is wrong with these events, each at its second. */
const check = (...events: readonly (readonly [atS: number, body: EventBody])[]): string => {
  const settings = { toolTimeoutMs: 5_000, stallTimeoutMs: 60_000 };
  const log = [[0, started(settings)] as const, ...events].map(([atS, body], index): Event => ({
    ...body,
    seq: index + 1,
    atMs: atS * 1_000,
  }));
  return breachesOf(judgeBy((findings) => checkLimits(log, findings)));
};

const place = { sessionId: "tier3:T-1:1" as SessionId, turn: 1, index: 0, callId: "call" };
const makes: EventBody = {
  type: "tool.started",
  ...place,
  tool: "bash",
  input: {},
  gate: popupId("tool:T-1:1.1.0"),
  payloadHash: "",
};
const made = (text: string, isError = true): EventBody => ({
  type: "tool.ended",
  effectId: 2,
  ...place,
  text,
  isError,
});

test("a tool has the time of the settings, no more and no less", () => {
  expect(check([0, makes], [6, made("Stopped: it took longer than 5 s.")])).toBe("");
  expect(check([0, makes], [120, made("late")])).toContain("its limit is 5000 ms");
  expect(check([0, makes], [2, made("Stopped: it took longer than 5 s.")])).toContain("after 2000");
  expect(check([0, makes], [6, made("Stopped: it took longer than 5 s.", false)])).toContain(
    "told as a success",
  );
});

test("a stream is given up once it has been silent for so long", () => {
  const stalled: EventBody = {
    ...discarded(3),
    failure: { code: "stalled", message: "nothing came for 60 s" },
  };
  expect(check([0, opened()], [0, called()], [60, stalled])).toBe("");
  expect(check([0, opened()], [0, called()], [20, stalled])).toContain("after 20000 ms");
  expect(check([0, opened()], [0, called()], [600, discarded(3)])).toContain("600000 ms");
});

test("a popup's time runs from when somebody saw it", () => {
  const asked = popupOf(
    "p",
    { kind: "question", payload: { question: "?" } },
    { expiresAtMs: 60_000 },
  );
  const seen: EventBody = {
    type: "popup.shown",
    effectId: 3,
    popupId: popupId("p"),
    attended: true,
  };
  const expired: EventBody = { type: "popup.expired", popupId: popupId("p") };
  expect(check([0, asked], [10, seen], [70, expired])).toBe("");
  expect(check([0, asked], [60, expired])).toContain("nobody saw it");
  const purpose = { type: "expiry", popupId: popupId("p") } as const;
  const rings: EventBody = { type: "timer.ended", effectId: 4, purpose };
  const answers = decided("p", { question: "?" }, { type: "answer", text: "!" });
  expect(check([0, asked], [10, seen], [70, rings], [70, expired])).toBe("");
  expect(check([0, asked], [10, seen], [20, answers], [70, rings])).toContain(
    "ran on after its decision (event 4)",
  );
  expect(check([0, asked], [10, seen], [60, expired])).toContain("50000 ms after it was seen");
  expect(check([0, asked], [10, seen], [20, { type: "run.resumed" }], [70, expired])).toContain(
    "nobody saw it",
  );
});
