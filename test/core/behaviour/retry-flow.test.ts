import { describe, expect, test } from "bun:test";
import type { Failure } from "../../../src/core/failure.ts";
import { play, replyingCast, settle, start, tokens } from "../cast.ts";
import { type Driver, newDriver, startMs } from "../driver.ts";

const one = { A: [{ id: "T-1" }] };
const cut: Failure = { code: "stream-cut", message: "cut" };
const willing = replyingCast(one, () => null);

const failing = (fails: Failure, tries: number) =>
  replyingCast(one, ({ tier, try: count }) =>
    tier === "tier1" && count <= tries ? { text: "half of", fails } : null,
  );

function play1(fails: Failure, tries: number): Driver {
  const driver = newDriver();
  start(driver);
  play(driver, failing(fails, tries));
  return driver;
}

describe("a try that fails", () => {
  test("is discarded, and the next one starts clean after a wait", () => {
    const driver = play1(cut, 2);
    expect(driver.state().ended?.outcome).toBe("done");
    const units = driver.events("stream.discarded").map(({ unit }) => [unit.turn, unit.try]);
    expect(units).toEqual([
      [1, 1],
      [1, 2],
    ]);
    const [tier1] = driver.state().streams.values();
    expect(tier1?.text).not.toContain("half of");
    expect(tier1?.turns).toBe(1);
  });

  test("is the last one where the tries of a turn are used up", () => {
    const driver = play1(cut, 3);
    expect(driver.events("model.started")).toHaveLength(3);
    expect(driver.state().ended).toEqual({ outcome: "failed", failure: cut });
  });

  test("is not tried again where that would not mend it", () => {
    const driver = play1({ code: "authentication", message: "no key" }, 1);
    expect(driver.events("model.started")).toHaveLength(1);
    expect(driver.events("timer.started")).toEqual([]);
  });

  test("is tried again, or not, as the provider says", () => {
    expect(play1({ ...cut, shouldRetry: false }, 1).events("model.started")).toHaveLength(1);
    const told = play1({ code: "not-found", message: "yet", shouldRetry: true }, 1);
    expect(told.state().ended?.outcome).toBe("done");
  });

  test("waits as long as the provider asks", () => {
    const driver = newDriver();
    start(driver);
    settle(driver, driver.only("survey"), willing);
    settle(driver, driver.only("model"), failing({ ...cut, retryAfterMs: 30_000 }, 1));
    expect(driver.only("timer").dueAtMs).toBe(startMs + 30_000);
    expect(driver.wanted().map(({ type }) => type)).toEqual(["timer"]);
  });

  test("leaves the tries of the next turn whole", () => {
    const driver = newDriver();
    start(driver, { tries: 2, rules: [{ action: "allow" }] });
    play(
      driver,
      replyingCast(one, ({ tier, turn, try: count }) => {
        if (tier !== "tier3" || turn > 3) return null;
        if (count === 1) return { fails: cut };
        return { calls: [{ tool: "bash", input: { command: "make" } }] };
      }),
    );
    expect(driver.state().ended?.outcome).toBe("done");
    expect(driver.events("stream.discarded")).toHaveLength(3);
  });
});

test("a reply that ended but is none is discarded like a failed one", () => {
  const driver = newDriver();
  start(driver);
  settle(driver, driver.only("survey"), willing);
  const { id: effectId } = driver.only("model");
  driver.feed({
    type: "deltas",
    effectId,
    deltas: [{ type: "text", block: 0, text: "{}" }],
    usage: null,
  });
  driver.feed({ type: "model-completed", effectId, stopReason: "end-turn", commandParts: {} });
  expect(driver.events("stream.discarded")[0]?.failure.code).toBe("usage-missing");
  expect(driver.wanted().map(({ type }) => type)).toEqual(["timer"]);
});

test("what comes of a try after its end changes nothing", () => {
  const driver = newDriver();
  start(driver);
  settle(driver, driver.only("survey"), willing);
  const { id: effectId } = driver.only("model");
  driver.feed({ type: "failed", effectId, failure: cut });
  const delta = { type: "text", block: 0, text: "late" } as const;
  expect(driver.feed({ type: "deltas", effectId, deltas: [delta], usage: tokens(9, 9) })).toEqual(
    [],
  );
  expect(driver.feed({ type: "failed", effectId, failure: cut })).toEqual([]);
  expect(driver.state().ledger.usedTokens).toBe(0);
});
