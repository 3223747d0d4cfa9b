import { describe, expect, test } from "bun:test";
import { rawSum, sameRates } from "../../../src/core/window/context-rates.ts";
import {
  droppedBetween,
  planTrim,
  type PromptTokens,
  rawPromptTokens,
  type TrimPlan,
} from "../../../src/core/window/trim.ts";
import { type Drops, noDrops } from "../../../src/core/window/trim-messages.ts";

/** 100 tokens of system, tools and files; each turn takes 100, of which 60 are tool output. */
const prompt = (turns: number, slim: number | null = 40): PromptTokens => ({
  systemTokens: 50,
  toolsTokens: 20,
  firstTokens: 30,
  turns: Array.from({ length: turns }, () => ({ whole: 100, slim })),
});
/** Where all of it has been reported on, before anything is dropped now. */
const plan = (of: PromptTokens, drops: Drops, roomTokens: number, rate = 1): TrimPlan =>
  planTrim(of, drops, roomTokens, {
    rates: sameRates(rate),
    reported: { turns: of.turns.length, raw: rawPromptTokens(of, drops) },
    lowShare: 0,
  });

describe("a plan to trim", () => {
  test("leaves alone what fits, to the last token", () => {
    expect(plan(prompt(9), noDrops, 1_000)).toEqual({
      type: "fits",
      estimatedTokens: 1_000,
    });
  });

  test("drops the oldest tool output first, down to seven tenths of the room", () => {
    // 1,100 tokens: seven turns at 60 each come to 680.
    expect(plan(prompt(10), noDrops, 1_000)).toEqual({
      type: "trims",
      drops: { resultsThrough: 7, turnsThrough: 0 },
      beforeTokens: 1_100,
      estimatedTokens: 680,
    });
  });

  test("then stays as it is for some turns", () => {
    const drops = { resultsThrough: 7, turnsThrough: 0 };
    for (const turns of [11, 12, 13]) {
      expect(plan(prompt(turns), drops, 1_000).type).toBe("fits");
    }
    expect(plan(prompt(14), drops, 1_000).type).toBe("trims");
  });

  test("then drops the oldest turns, whole", () => {
    const planned = plan(prompt(10, null), noDrops, 1_000);
    expect(planned).toMatchObject({ type: "trims", drops: { resultsThrough: 7, turnsThrough: 5 } });
  });

  test("touches the last three turns only where nothing else makes room, and the last one never", () => {
    // 232 tokens are left. What went is 268, less the notice: 15 % of it are kept free besides.
    const planned = plan(prompt(4), noDrops, 273);
    expect(planned).toMatchObject({ type: "trims", drops: { resultsThrough: 3, turnsThrough: 3 } });
    expect(plan(prompt(4), noDrops, 272)).toEqual({
      type: "exceeded",
      estimatedTokens: 232,
    });
  });

  test("goes by estimates that reports have corrected", () => {
    expect(plan(prompt(9), noDrops, 1_000, 1.1).type).toBe("trims");
    expect(plan(prompt(10), noDrops, 1_000, 0.9).type).toBe("fits");
  });

  test("keeps 15 % free of what no report tells of yet", () => {
    const reported = { turns: 8, raw: rawPromptTokens(prompt(8), noDrops) };
    const known = { rates: sameRates(1), reported, lowShare: 0 };
    expect(planTrim(prompt(9), noDrops, 1_015, known).type).toBe("fits");
    expect(planTrim(prompt(9), noDrops, 1_014, known).type).toBe("trims");
    const unknown = { ...known, reported: null };
    expect(planTrim(prompt(9), noDrops, 1_150, unknown).type).toBe("fits");
    expect(planTrim(prompt(9), noDrops, 1_149, unknown).type).toBe("trims");
  });

  test("has nothing to drop before the first reply", () => {
    expect(plan(prompt(0), noDrops, 99)).toEqual({
      type: "exceeded",
      estimatedTokens: 100,
    });
  });

  test("estimates what the request then takes", () => {
    for (let roomTokens = 250; roomTokens < 2_200; roomTokens += 50) {
      const planned = plan(prompt(20), noDrops, roomTokens);
      if (planned.type !== "trims") continue;
      expect(planned.estimatedTokens).toBe(rawSum(rawPromptTokens(prompt(20), planned.drops)));
    }
  });
});

test("turns are named by what they lose: those without long output lose nothing of it", () => {
  const turns = [40, null, 40, 40].map((slim) => ({ whole: 100, slim }));
  const from = { resultsThrough: 1, turnsThrough: 0 };
  const dropped = droppedBetween({ ...prompt(0), turns }, from, {
    resultsThrough: 4,
    turnsThrough: 2,
  });
  expect(dropped).toEqual({ results: [3, 4], turns: [1, 2] });
});
