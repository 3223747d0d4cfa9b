import { describe, expect, test } from "bun:test";
import type { CacheView } from "../../../src/core/window/cache-view.ts";
import {
  estimateText,
  lastCacheText,
  nextCallText,
  roomText,
  savingTexts,
} from "../../../src/reports/context/context-words.ts";
import { sampleView, within } from "../sample-context.ts";

const open = { ...within(9_000), nextCall: { type: "fits" }, marginTokens: 0 } as const;

describe("the words about a window", () => {
  test("name the turns that the next call would drop", () => {
    const trims = { type: "trims", results: [2, 3], turns: [1], estimatedTokens: 1_234 } as const;
    expect(nextCallText({ ...open, nextCall: trims })).toBe(
      "▲ The next call would drop turn 1 and the tool output of turns 2–3, and take about 1,234.",
    );
    const fails = { type: "exceeded", estimatedTokens: 9_876 } as const;
    expect(nextCallText({ ...open, nextCall: fails })).toContain("would fail");
    expect(nextCallText(open)).toBeNull();
  });

  test("give bounds while tools are at work, and no false certainty", () => {
    const view = { ...open, pendingCalls: 2, estimatedTokens: 5_000, headroomTokens: 300 };
    expect(estimateText(view)).toBe(
      "at least about 5,000 tokens in the next prompt: 2 tool calls are still to be answered",
    );
    expect(roomText(view)).toStartWith("at most 300 more before it trims");
    const trims = { type: "trims", results: [1], turns: [], estimatedTokens: 9 } as const;
    expect(nextCallText({ ...view, nextCall: trims })).toContain("drop at least the tool output");
  });

  test("say what is kept free, and by how much it is too much", () => {
    expect(roomText({ ...open, headroomTokens: 50, replyTokens: 100, marginTokens: 7 })).toBe(
      "50 more before it trims (100 are kept for the reply, 7 as a margin)",
    );
    expect(roomText({ ...open, headroomTokens: -50 })).toStartWith("50 too many (");
    expect(roomText({ ...open, nextCall: { type: "none" } })).toBeNull();
  });

  test("say that a provider doesn't tell what it keeps, instead of a reason that nobody knows", () => {
    const last = { ...sampleView.cache.last!, readTokens: 0, miss: "unreported" } as const;
    expect(lastCacheText({ ...sampleView, cache: { ...sampleView.cache, last } })).toBe(
      "The last call read 0: the provider does not say what it keeps.",
    );
  });
});

describe("the words about the last call and its cache", () => {
  const shown = (miss: "system" | "expired" | null, callCount: number, reportsWrites = true) =>
    lastCacheText({
      calls: sampleView.calls.slice(0, callCount),
      cache: {
        ...sampleView.cache,
        reportsWrites,
        last: { ...sampleView.cache.last!, readTokens: 18_432, miss },
      },
    });

  test("say of a first call that it is another session's prompt which it differs from", () => {
    expect(shown("system", 1)).toBe(
      "The last call read 18,432: its first call; the system prompt differs from another session's.",
    );
    expect(shown("system", 2)).toBe("The last call read 18,432: the system prompt differs.");
    expect(shown("expired", 1)).toContain("its first call; what another session had kept");
  });

  test("claim no more than the provider tells", () => {
    expect(shown(null, 2)).toBe("The last call read all that had been kept.");
    expect(shown(null, 2, false)).toBe("The last call read 18,432.");
  });
});

test("a call that is under way is not the next one", () => {
  const view = { ...open, phase: "calling", turn: 7, pendingCalls: 0, lastError: null } as const;
  expect(estimateText(view)).toContain("in the prompt of turn 7");
  expect(estimateText({ ...view, phase: "due" })).toContain("in the next prompt");
});

describe("whether the cache pays", () => {
  const none = { count: 0, missedTokens: 0, missedUsd: 0 };
  const cache = (members: Partial<CacheView>): CacheView => ({
    ...sampleView.cache,
    savedUsd: null,
    paidInputUsd: null,
    uncachedInputUsd: null,
    trims: none,
    ...members,
  });

  test("is told in dollars and as a share", () => {
    const texts = savingTexts(
      cache({ savedUsd: 0.516, paidInputUsd: 0.138, uncachedInputUsd: 0.654 }),
    );
    expect(texts).toEqual(["The cache saved $0.5160 (78.9%): input cost $0.1380 and not $0.6540."]);
  });

  test("is told where it doesn't", () => {
    const [text] = savingTexts(cache({ savedUsd: -0.25, paidInputUsd: 1.25, uncachedInputUsd: 1 }));
    expect(text).toBe("The cache cost $0.2500 more than it saved: input cost $1.25 and not $1.00.");
  });

  test("is not told where no price is known, but what trims had sent anew is", () => {
    expect(savingTexts(cache({}))).toEqual([]);
    const trims = { count: 2, missedTokens: 8_000, missedUsd: null };
    expect(savingTexts(cache({ trims }))).toEqual([
      "2 trims had 8,000 tokens sent anew that had been kept.",
    ]);
  });
});
