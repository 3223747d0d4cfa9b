import { describe, expect, test } from "bun:test";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import type { Event, EventOf } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { noUsage, type Price, type Usage } from "../../../src/core/ledger/usage.ts";
import { longLog } from "../long-log.ts";

const session = "tier3:T-0:1" as SessionId;
const price: Price = { inputUsd: 10, outputUsd: 99, cacheReadUsd: 1, cacheWriteUsd: 12.5 };

/** A session's calls as its provider reported them, one a turn. */
function viewOf(
  usages: readonly Partial<Usage>[],
  { provider = "test", prices = {} }: { provider?: string; prices?: Record<string, Price> } = {},
  trimBefore: number | null = null,
): ContextView {
  const turnsEach = usages.length;
  const [start, ...others] = longLog({ sessions: 1, turnsEach, outputCharacters: 400 }) as [
    EventOf<"run.started">,
    ...Event[],
  ];
  const tier3 = { ...start.settings.models.tier3, provider };
  const settings = {
    ...start.settings,
    prices,
    models: { ...start.settings.models, tier3 },
  };
  const log = [{ ...start, settings }, ...others].flatMap((event): readonly Event[] => {
    if (event.type === "stream.deltas") {
      return [{ ...event, usage: { ...noUsage, ...usages[event.unit.turn - 1] } }];
    }
    if (event.type !== "model.started" || event.unit.turn !== trimBefore) return [event];
    const { seq, atMs } = event;
    const drops = { resultsThrough: 1, turnsThrough: 0 };
    const trim = {
      sessionId: session,
      turn: trimBefore,
      drops,
      beforeTokens: 9,
      estimatedTokens: 8,
    };
    return [{ seq, atMs, type: "context.trimmed", ...trim }, event];
  });
  const state = fold(log)!;
  return contextOf(state, session, state.nowMs)!;
}

const missesOf = ({ calls }: ContextView) => calls.map(({ cache }) => cache.miss);

describe("a cache whose writes nobody reports", () => {
  const read = (cacheReadTokens: number, inputTokens: number) => ({ cacheReadTokens, inputTokens });
  const openai = { provider: "openai" };

  test("is not said to have kept nothing: what the next call reads is the proof", () => {
    const view = viewOf([read(0, 1_184), read(1_152, 300), read(1_152, 600)], openai);
    expect(missesOf(view)).toEqual(["first", null, null]);
    expect(view.cache).toMatchObject({ reportsWrites: false, remainingMs: null });
  });

  test("says nothing of a call that no later one gave a proof of", () => {
    expect(missesOf(viewOf([read(0, 1_184)], openai))).toEqual(["unreported"]);
    expect(missesOf(viewOf([read(0, 10), read(0, 20)], openai))).toEqual([
      "unreported",
      "unreported",
    ]);
  });

  test("misses what was read before, with the trim as the reason where there was one", () => {
    const calls = [read(0, 2_000), read(1_920, 300), read(1_024, 1_000)];
    expect(missesOf(viewOf(calls, openai, 3))).toEqual(["first", null, "history"]);
    expect(missesOf(viewOf(calls, openai))).toEqual(["first", null, "evicted"]);
  });

  test("is known by its reads where the provider's name does not tell", () => {
    expect(missesOf(viewOf([read(0, 1_184), read(1_152, 300)]))).toEqual(["first", null]);
    expect(viewOf([read(0, 1_184)]).cache.reportsWrites).toBe(true);
    const written = viewOf([{ cacheWriteTokens: 100 }, read(100, 0)], openai);
    expect(written.cache.reportsWrites).toBe(true);
    expect(missesOf(written)).toEqual(["first", null]);
  });
});

test("a first call that reads what nobody is known to have left is told to have read it all", () => {
  // A call of another session that is still under way has written it.
  const view = viewOf([
    { cacheReadTokens: 1_073, cacheWriteTokens: 86 },
    { cacheReadTokens: 1_159, cacheWriteTokens: 40 },
  ]);
  expect(missesOf(view)).toEqual([null, null]);
});

describe("what a cache saves", () => {
  const prices = { model: price };
  const million = 1_000_000;

  test("is what the input would have cost without it, less what it did cost", () => {
    const view = viewOf(
      [{ cacheWriteTokens: million }, { cacheReadTokens: million, inputTokens: million }],
      { prices },
    );
    expect(view.cache).toMatchObject({
      paidInputUsd: 12.5 + 1 + 10,
      uncachedInputUsd: 30,
      savedUsd: 6.5,
    });
    // Writing alone costs more than it saves.
    expect(view.calls.map(({ cache }) => cache.savedUsd)).toEqual([-2.5, 9]);
  });

  test("is told over a wire that reports only reads, too", () => {
    const view = viewOf([{ inputTokens: million }, { cacheReadTokens: million }], { prices });
    expect(view.cache).toMatchObject({ reportsWrites: false, savedUsd: 9 });
  });

  test("is unknown where the price is", () => {
    const { cache, calls } = viewOf([{ cacheWriteTokens: 5 }, { cacheReadTokens: 5 }]);
    const unknown = { paidInputUsd: null, uncachedInputUsd: null, savedUsd: null };
    expect(cache).toMatchObject({ ...unknown, trims: { missedUsd: null } });
    expect(calls[1]!.cache).toMatchObject({ savedUsd: null, missedUsd: null });
  });

  test("is less by what a trim has sent anew: what had been kept, and was not read again", () => {
    const calls = [
      { cacheWriteTokens: 100_000 },
      { cacheReadTokens: 100_000, cacheWriteTokens: 100_000 },
      { cacheReadTokens: 50_000, cacheWriteTokens: 140_000 },
    ];
    const { cache } = viewOf(calls, { prices }, 3);
    const { missedTokens, missedUsd } = cache.last!;
    // The prompt had 190,000, of which a turn's 100,000 or so were new: some 40,000 were sent anew.
    expect(missedTokens).toBeGreaterThan(20_000);
    expect(missedTokens).toBeLessThan(60_000);
    expect(missedUsd).toBeCloseTo((missedTokens * (12.5 - 1)) / million, 10);
    expect(cache.trims).toEqual({ count: 1, missedTokens, missedUsd });
    expect(viewOf(calls.slice(0, 2), { prices }).cache.trims.count).toBe(0);
  });
});
