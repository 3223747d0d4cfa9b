import { describe, expect, test } from "bun:test";
import { groupLedger, type SpendingGroup } from "../../src/core/ledger-groups.ts";
import { project } from "../../src/core/project.ts";
import { addUsage, noUsage } from "../../src/core/usage.ts";
import { play, replyingCast, start } from "./cast.ts";
import { newDriver } from "./driver.ts";
import { sampleSettings } from "./sample-settings.ts";

const price = { inputUsd: 1, outputUsd: 10, cacheReadUsd: 0.1, cacheWriteUsd: 2 };

/** Two tickets; the first one's check fails once, and every worker's first try is cut. */
function spent(prices: Readonly<Record<string, typeof price>> = { model: price, other: price }) {
  const driver = newDriver();
  const cast = replyingCast(
    { A: [{ id: "T-1" }], B: [{ id: "T-2" }] },
    ({ tier, turn, try: count }) => {
      if (tier === "tier1" && turn === 1) return { text: "Sure!" };
      return tier === "tier3" && count === 1
        ? { text: "ha", fails: { code: "stream-cut", message: "cut" } }
        : null;
    },
    { passes: (id, attempt) => id !== "T-1" || attempt === 2 },
  );
  const { models } = sampleSettings();
  const tier4 = { ...models.tier4, model: "other" };
  start(driver, { check: "make test", prices, models: { ...models, tier4 } });
  play(driver, cast);
  return { driver, groups: groupLedger(driver.state()) };
}

const { driver, groups } = spent();
const names = (list: readonly SpendingGroup[]) => list.map(({ name }) => name);

describe("the ledger in groups", () => {
  test("comes to the same sum whichever way it is grouped, and to what the projection says", () => {
    const { usage } = project(driver.log);
    const reported = Object.values(usage);
    const { total } = groups.sum;
    for (const member of [
      "inputTokens",
      "outputTokens",
      "cacheReadTokens",
      "cacheWriteTokens",
    ] as const) {
      expect(total.usage[member]).toBe(reported.reduce((sum, one) => sum + one[member], 0));
    }
    expect(total.costUsd).toBeCloseTo(
      reported.reduce((sum, one) => sum + one.costUsd!, 0),
      12,
    );
    for (const list of [
      groups.byTier,
      groups.byTrack,
      groups.byTicket,
      groups.byModel,
      groups.byAttempt,
    ]) {
      expect(list.map((group) => group.total.usage).reduce(addUsage, noUsage)).toEqual(total.usage);
      expect(list.reduce((sum, group) => sum + group.total.calls, 0)).toBe(total.calls);
    }
  });

  test("knows tiers, tracks, tickets, attempts and models; repair turns are their planner's", () => {
    expect(names(groups.byTier)).toEqual(["tier1", "tier2", "tier3", "tier4"]);
    expect(names(groups.byTrack)).toEqual(["(the epic)", "A", "B"]);
    expect(names(groups.byTicket)).toEqual(["(planning)", "T-1", "T-2"]);
    expect(names(groups.byAttempt).toSorted()).toEqual([
      "(planning)",
      "T-1 attempt 1",
      "T-1 attempt 2",
      "T-2 attempt 1",
    ]);
    expect(names(groups.byModel)).toEqual(["model", "other"]);
    expect(groups.byTier[0]!.total.calls).toBe(2);
  });

  test("tells what was completed from what was discarded, and retries from first tries", () => {
    const { total, completed, discarded, retried } = groups.sum;
    expect(addUsage(completed.usage, discarded.usage)).toEqual(total.usage);
    expect(completed.calls + discarded.calls).toBe(total.calls);
    // Three attempts of workers, each with one try that was cut and one more.
    expect([discarded.calls, retried.calls]).toEqual([3, 3]);
    expect(completed.costUsd! + discarded.costUsd!).toBeCloseTo(total.costUsd!, 12);
  });

  test("has no cost of a group in which a price is unknown, and of the others all the same", () => {
    const { byModel, sum } = spent({ other: price } as never).groups;
    expect(byModel.map((group) => group.total.costUsd === null)).toEqual([true, false]);
    expect(sum.total.costUsd).toBeNull();
  });
});
