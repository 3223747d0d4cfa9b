import { describe, expect, test } from "bun:test";
import {
  droppedBetween,
  planTrim,
  type PromptTokens,
  rawPromptTokens,
} from "../../src/core/trim.ts";
import { noDrops } from "../../src/core/trim-messages.ts";

/** 100 tokens of system, tools and files; each turn takes 100, of which 60 are tool output. */
const prompt = (turns: number, slim: number | null = 40): PromptTokens => ({
  systemTokens: 50,
  toolsTokens: 20,
  firstTokens: 30,
  turns: Array.from({ length: turns }, () => ({ whole: 100, slim })),
});
const window = (roomTokens: number, factor = 1) => ({ roomTokens, factor });

describe("a plan to trim", () => {
  test("leaves alone what fits, to the last token", () => {
    expect(planTrim(prompt(9), noDrops, window(1_000))).toEqual({
      type: "fits",
      estimatedTokens: 1_000,
    });
  });

  test("drops the oldest tool output first, down to seven tenths of the room", () => {
    // 1,100 tokens: seven turns at 60 each come to 680.
    expect(planTrim(prompt(10), noDrops, window(1_000))).toEqual({
      type: "trims",
      drops: { resultsThrough: 7, turnsThrough: 0 },
      beforeTokens: 1_100,
      estimatedTokens: 680,
    });
  });

  test("then stays as it is for some turns", () => {
    const drops = { resultsThrough: 7, turnsThrough: 0 };
    for (const turns of [11, 12, 13]) {
      expect(planTrim(prompt(turns), drops, window(1_000)).type).toBe("fits");
    }
    expect(planTrim(prompt(14), drops, window(1_000)).type).toBe("trims");
  });

  test("then drops the oldest turns, whole", () => {
    const plan = planTrim(prompt(10, null), noDrops, window(1_000));
    expect(plan).toMatchObject({ type: "trims", drops: { resultsThrough: 7, turnsThrough: 5 } });
  });

  test("touches the last three turns only where nothing else makes room, and the last one never", () => {
    const plan = planTrim(prompt(4), noDrops, window(250));
    expect(plan).toMatchObject({ type: "trims", drops: { resultsThrough: 3, turnsThrough: 3 } });
    expect(planTrim(prompt(4), noDrops, window(231))).toEqual({
      type: "exceeded",
      estimatedTokens: 232,
    });
  });

  test("goes by estimates that reports have corrected", () => {
    expect(planTrim(prompt(9), noDrops, window(1_000, 1.1)).type).toBe("trims");
    expect(planTrim(prompt(10), noDrops, window(1_000, 0.9)).type).toBe("fits");
  });

  test("has nothing to drop before the first reply", () => {
    expect(planTrim(prompt(0), noDrops, window(99))).toEqual({
      type: "exceeded",
      estimatedTokens: 100,
    });
  });

  test("estimates what the request then takes", () => {
    for (let roomTokens = 250; roomTokens < 2_200; roomTokens += 50) {
      const plan = planTrim(prompt(20), noDrops, window(roomTokens));
      if (plan.type !== "trims") continue;
      expect(plan.estimatedTokens).toBe(rawPromptTokens(prompt(20), plan.drops));
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
