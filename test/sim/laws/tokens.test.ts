import { describe, expect, test } from "bun:test";
import type { Event, EventBody } from "../../../src/core/event.ts";
import { popupId } from "../../../src/core/ids.ts";
import { checkTokens } from "../../../src/sim/laws/tokens.ts";
import {
  breachesOf,
  called,
  came,
  completed,
  decided,
  discarded,
  ended,
  logOf,
  opened,
  popupOf,
  recordOf,
  sent,
  started,
  text,
  usageOf,
} from "./hand-made.ts";

const used = usageOf(10, 5);
const callOf = (reservedTokens: number, budgetTokens: number | null = null): readonly Event[] =>
  logOf(
    started({ budget: { tokens: budgetTokens, costUsd: null } }),
    opened(),
    called(1, reservedTokens),
    came(3, [text("done")], used),
    completed(3),
    ended(),
  );

test("it holds where the ledger has what was reported", () => {
  const record = recordOf(callOf(100), { observations: [sent([text("done")], used)] });
  expect(checkTokens(record)).toMatchObject({ type: "holds" });
});

test("it counts what a discarded try used", () => {
  const log = logOf(
    started(),
    opened(),
    called(),
    came(3, [text("do")], used),
    discarded(3),
    ended(),
  );
  const observations = [sent([text("do")], used)];
  expect(checkTokens(recordOf(log, { observations }))).toMatchObject({ type: "holds" });
});

test("it counts what was reported of a call that has no end: its process was killed", () => {
  const log = logOf(started(), opened(), called(), came(3, [text("do")], used));
  const observations = [sent([text("do")], used)];
  expect(checkTokens(recordOf(log, { observations }))).toMatchObject({ type: "holds" });
  const unsaid = [sent([text("do")], usageOf(10, 4))];
  expect(breachesOf(checkTokens(recordOf(log, { observations: unsaid })))).toContain(
    "a usage that the provider never reported",
  );
});

test("it looks at every event that tells of a call", () => {
  const log = callOf(100);
  const observations = [sent([text("done")], used)];
  // The call, its report and its two ends; what is held for it; the tiers, the entries, the one of the session, what is held
  // at the end, and the tiers as they are shown.
  expect(checkTokens(recordOf(log, { observations }))).toEqual({
    type: "holds",
    exercised: 4 + 1 + 4 + 1 + 1 + 1 + 4 + 1,
  });
});

test("it is not exercised by an empty log", () => {
  expect(checkTokens(recordOf([]))).toEqual({ type: "not-exercised" });
});

test("it is unknown where the log cannot be read", () => {
  expect(checkTokens(recordOf(logOf(ended())))).toMatchObject({ type: "unknown" });
});

describe("it is broken where", () => {
  test("the provider reported more than was booked", () => {
    const observations = [sent([text("done")], usageOf(10, 6))];
    const breaches = breachesOf(checkTokens(recordOf(callOf(100), { observations })));
    expect(breaches).toContain("tier1: the ledger says 5 outputTokens; 6 were reported");
    expect(breaches).toContain("the ledger says 15 tokens in all; 16 were reported");
  });

  test("midway, a sum is not what was reported by then", () => {
    const observations = [sent([text("done")], usageOf(10, 6))];
    const breaches = breachesOf(checkTokens(recordOf(callOf(100), { observations })));
    expect(breaches).toContain(
      "event 5: tier1: the ledger does not hold what was reported by then",
    );
  });

  test("the provider reported nothing of what was booked", () => {
    expect(breachesOf(checkTokens(recordOf(callOf(100))))).toContain("0 were reported");
  });

  test("a call that was let go counts what the provider never said", () => {
    const log = logOf(
      started(),
      opened(),
      called(),
      came(3, [], used),
      discarded(3, "crashed"),
      ended(),
    );
    expect(breachesOf(checkTokens(recordOf(log)))).toContain("never reported");
  });

  test("a call goes out without a reservation", () => {
    const observations = [sent([text("done")], used)];
    const verdict = checkTokens(recordOf(callOf(0), { observations }));
    expect(breachesOf(verdict)).toContain("0 tokens are held for a call that may bring 100");
  });

  test("a call goes out past the limit", () => {
    const observations = [sent([text("done")], used)];
    const verdict = checkTokens(recordOf(callOf(100, 99), { observations }));
    expect(breachesOf(verdict)).toContain("100 tokens used and held; the limit is 99");
  });
});

const budgetPopup = (round: number) =>
  popupOf(`budget:${round}`, {
    kind: "budget",
    payload: { limitTokens: 100, limitUsd: null, usedTokens: 15, usedUsd: 0, nextTokens: 100 },
  });

test("more is asked for once nothing is under way, and not again after a refusal", () => {
  const limited = started({ budget: { tokens: 100, costUsd: null } });
  const asksBeside = logOf(limited, opened(), called(), budgetPopup(1));
  expect(breachesOf(checkTokens(recordOf(asksBeside)))).toContain(
    "the call of event 3 may take less than is held for it",
  );
  const payload = { limitTokens: 100 };
  const stopped = decided("budget:1", payload, { type: "stop" });
  const asksAgain = logOf(limited, budgetPopup(1), stopped, budgetPopup(2));
  expect(breachesOf(checkTokens(recordOf(asksAgain)))).toContain("again, and a person has refused");
  expect(breachesOf(checkTokens(recordOf(logOf(limited, budgetPopup(1), stopped))))).toBe("");
  const late: EventBody = { type: "popup.expired", popupId: popupId("budget:1") };
  const asksOnceMore = logOf(limited, budgetPopup(1), late, budgetPopup(2));
  expect(breachesOf(checkTokens(recordOf(asksOnceMore)))).toContain("or let its time run out");
  const twice = logOf(limited, budgetPopup(1), budgetPopup(2));
  expect(breachesOf(checkTokens(recordOf(twice)))).toContain("while budget:1 is open");
});

test("who is asked for more sees the limits that stand by then", () => {
  const limited = started({ budget: { tokens: 100, costUsd: null } });
  const raised = decided("budget:1", {}, { type: "raise", tokens: 200, costUsd: 5 });
  const asksAgain = logOf(limited, budgetPopup(1), raised, budgetPopup(2));
  expect(breachesOf(checkTokens(recordOf(asksAgain)))).toContain(
    "event 4: the budget is asked about with 100 tokens and null dollars; the limits are 200 and 5",
  );
});
