import { describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { groupLedger, type SpendingGroup } from "../../../src/core/ledger/ledger-groups.ts";
import { project } from "../../../src/core/project.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { spendingOf } from "../../../src/core/ledger/spending.ts";
import { addUsage, noUsage } from "../../../src/core/ledger/usage.ts";
import { runUntilIdle, replyingCollaborators, start } from "../collaborators.ts";
import { newDriver } from "../driver.ts";
import { sampleSettings } from "../sample-settings.ts";

const price = { inputUsd: 1, outputUsd: 10, cacheReadUsd: 0.1, cacheWriteUsd: 2 };

/** Two tickets; the first one's check fails once, and every worker's first try is cut. */
function spent(prices: Readonly<Record<string, typeof price>> = { model: price, other: price }) {
  const driver = newDriver();
  const collaborators = replyingCollaborators(
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
  runUntilIdle(driver, collaborators);
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
      groups.byOutcome,
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

  test("tells a planner's repair from its other turns", () => {
    const { repairs } = groups.sum;
    expect(repairs).toEqual(groups.byTier[0]!.repairs);
    expect([repairs.calls, groups.byTier[0]!.total.calls]).toEqual([1, 2]);
    expect(repairs.usage.inputTokens * 2).toBe(groups.byTier[0]!.total.usage.inputTokens);
    expect(groups.byTier[2]!.repairs.calls).toBe(0);
  });

  test("says how each attempt ended, and what its worker and its QA took", () => {
    const attempts = groups.byAttempt.map(({ name, outcome, byTier }) => [
      name,
      outcome,
      names(byTier).join(" "),
    ]);
    expect(attempts.toSorted()).toEqual([
      ["(planning)", null, "tier1 tier2"],
      ["T-1 attempt 1", "failed", "tier3 tier4"],
      ["T-1 attempt 2", "done", "tier3"],
      ["T-2 attempt 1", "done", "tier3"],
    ]);
    for (const { byTier, total } of groups.byAttempt) {
      expect(byTier.map((group) => group.total.usage).reduce(addUsage, noUsage)).toEqual(
        total.usage,
      );
    }
    expect(names(groups.byOutcome)).toEqual(["planning", "done", "failed"]);
    expect(groups.byOutcome[2]!.total).toEqual(
      groups.byAttempt.find(({ outcome }) => outcome === "failed")!.total,
    );
  });

  test("calls an attempt unfinished that the run did not wait for, and running while it goes on", () => {
    const outcomesOf = (log: readonly Event[]) =>
      groupLedger(fold(log)!).byAttempt.map(({ outcome }) => outcome);
    const completed = driver.log.findIndex(
      (event) => event.type === "stream.completed" && event.unit.sessionId.startsWith("tier3:"),
    );
    const sofar = driver.log.slice(0, completed + 1);
    expect(outcomesOf(sofar)).toContain("running");
    const place = { seq: completed + 2, atMs: 0 };
    const ended = { ...place, type: "run.ended", outcome: "interrupted", failure: null } as const;
    const cut = outcomesOf([...sofar, ended]);
    expect(cut).toContain("unfinished");
    expect(cut).not.toContain("running");
  });

  test("knows the cost of what has a price, and what the cache saved of it", () => {
    const { sum, byModel } = spent({ other: price } as never).groups;
    expect(sum.total).toMatchObject({ costUsd: null, savedUsd: null });
    expect(sum.total.knownCostUsd).toBe(byModel[1]!.total.costUsd!);
    expect(sum.total.knownCostUsd).toBeGreaterThan(0);
    expect(groups.sum.total.knownCostUsd).toBe(groups.sum.total.costUsd!);
    const prices = { m: price };
    const usage = { ...noUsage, cacheReadTokens: 1_000_000, cacheWriteTokens: 500_000 };
    // 0.9 dollars saved by reading, 0.5 lost by writing.
    expect(spendingOf([{ model: "m", calls: 1, usage }], prices).savedUsd).toBeCloseTo(0.4, 10);
    const written = { ...noUsage, cacheWriteTokens: 1_000_000 };
    const loss = spendingOf([{ model: "m", calls: 1, usage: written }], prices);
    expect(loss.savedUsd).toBeCloseTo(-1, 10);
  });

  test("has no cost of a group in which a price is unknown, and of the others all the same", () => {
    const { byModel, sum } = spent({ other: price } as never).groups;
    expect(byModel.map((group) => group.total.costUsd === null)).toEqual([true, false]);
    expect(sum.total.costUsd).toBeNull();
  });

  test("has what was reported of a call that is under way, in each way of grouping and at each event", () => {
    const isCut = driver.log.map(({ type }) => type === "stream.deltas");
    let underWay = 0;
    for (const [index, isReport] of isCut.entries()) {
      if (!isReport) continue;
      const state = fold(driver.log.slice(0, index + 1))!;
      const shown = groupLedger(state, "interrupted");
      const { total, completed, discarded } = shown.sum;
      underWay += shown.sum.underWay.calls;
      const parts = [completed, discarded, shown.sum.underWay];
      expect(parts.map(({ usage }) => usage).reduce(addUsage, noUsage)).toEqual(total.usage);
      expect(parts.reduce((sum, { calls }) => sum + calls, 0)).toBe(total.calls);
      for (const list of [shown.byTier, shown.byTicket, shown.byAttempt, shown.byOutcome])
        expect(list.map((group) => group.total.usage).reduce(addUsage, noUsage)).toEqual(
          total.usage,
        );
      expect(shown.byOutcome.map(({ name }) => name)).not.toContain("running");
    }
    expect(underWay).toBeGreaterThan(5);
  });
});
