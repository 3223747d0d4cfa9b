import { describe, expect, test } from "bun:test";
import type { Effect } from "../../../src/core/effect.ts";
import { runUntilIdle, replyingCollaborators, settle, start, tokens } from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

const plan = { A: [{ id: "T-1" }, { id: "T-2" }] };
const bash = { calls: [{ tool: "bash", input: { command: "make" } }] };
const collaborators = replyingCollaborators(plan, ({ tier, ticketId, turn }) =>
  tier === "tier3" && ticketId === "T-1" && turn === 1 ? bash : null,
);
const cancelled = { code: "cancelled", message: "the run was interrupted" } as const;

/** T-1 runs a tool and T-2 is spoken to. */
function busy(): Driver {
  const driver = newDriver();
  start(driver);
  const isKept = (e: Effect) =>
    e.type === "tool" || (e.type === "model" && e.request.address.ticketId === "T-2");
  runUntilIdle(driver, collaborators, isKept);
  expect(
    driver
      .wanted()
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(["model", "tool"]);
  return driver;
}

describe("an interrupt", () => {
  test("discards the calls to models at once, with what they had reported", () => {
    const driver = busy();
    const before = driver.state().ledger.usedTokens;
    const { id: effectId } = driver.only("model");
    driver.feed({ type: "deltas", effectId, deltas: [], usage: tokens(3, 1) });
    const added = driver.feed({ type: "interrupt" });
    expect(added.map(({ type }) => type)).toEqual(["run.interrupted", "stream.discarded"]);
    expect(driver.state().ledger).toMatchObject({ usedTokens: before + 4, reservedTokens: 0 });
  });

  test("waits for what else is under way to be let go, then ends the run", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    expect(driver.state().ended).toBeNull();
    const { id: effectId } = driver.only("tool");
    const added = driver.feed({ type: "failed", effectId, failure: cancelled });
    expect(added.map(({ type }) => type)).toEqual(["effect.abandoned", "run.ended"]);
    expect(driver.state().ended).toEqual({ outcome: "interrupted", failure: null });
  });

  test("keeps what ends by itself meanwhile", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    settle(driver, driver.only("tool"), collaborators);
    expect(driver.events("tool.ended")).toHaveLength(1);
    expect(driver.state().ended?.outcome).toBe("interrupted");
    const next = newDriver(driver.log);
    next.feed({ type: "resume" });
    runUntilIdle(next, collaborators);
    expect(next.events("tool.started")).toHaveLength(1);
    expect(next.state().ended?.outcome).toBe("done");
  });

  test("begins nothing new: no worker, no popup, no next turn", () => {
    const driver = busy();
    const end = driver.log.length;
    driver.feed({ type: "interrupt" });
    settle(driver, driver.only("tool"), collaborators);
    const begun = driver.log.slice(end).filter(({ type }) => /started|opened|asked/.test(type));
    expect(begun).toEqual([]);
  });

  test("gives up after a while on what does not let go", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    driver.feed({ type: "give-up" });
    expect(driver.state().ended?.outcome).toBe("interrupted");
  });

  test("that comes twice is one", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    expect(driver.feed({ type: "interrupt" })).toEqual([]);
  });

  test("ends at once where only popups and waits are open", () => {
    const driver = newDriver();
    start(driver, { popupTimeoutMs: 60_000 });
    runUntilIdle(driver, { ...collaborators, decide: () => null });
    driver.feed({ type: "interrupt" });
    expect(driver.state().ended?.outcome).toBe("interrupted");
  });

  test("after the end changes nothing", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended?.outcome).toBe("done");
    expect(driver.feed({ type: "interrupt" })).toEqual([]);
  });
});

describe("a resume", () => {
  test("sends a call that was discarded again as its next try, clean", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    driver.feed({ type: "give-up" });
    driver.feed({ type: "resume" });
    expect(driver.only("model").request.address).toMatchObject({
      ticketId: "T-2",
      turn: 1,
      try: 2,
    });
  });

  test("asks about a tool that was cut off, also where it was abandoned in good order", () => {
    const driver = busy();
    driver.feed({ type: "interrupt" });
    driver.feed({ type: "failed", effectId: driver.only("tool").id, failure: cancelled });
    driver.feed({ type: "resume" });
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["in-doubt:T-1:1.1.0.1"]);
  });

  test("shows the popups that are open again", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, { ...collaborators, decide: () => null });
    driver.feed({ type: "interrupt" });
    driver.feed({ type: "resume" });
    expect(driver.only("ask").popup.id).toBe(driver.popup("tracks:1").id);
    expect(driver.events("popup.opened")).toHaveLength(1);
  });

  test("does not use up the tries of a turn by crashes", () => {
    let log = busy().log;
    for (let crashes = 0; crashes < 5; crashes++) {
      const next = newDriver(log);
      next.feed({ type: "resume" });
      log = next.log;
    }
    const last = newDriver(log);
    last.feed({ type: "resume" });
    expect(last.only("model").request.address.try).toBe(7);
  });
});

test("a store that fails ends the run as waiting, and says why", () => {
  const driver = busy();
  driver.feed({ type: "store-failed", message: "disk full" });
  expect(driver.state().ended).toEqual({
    outcome: "waiting",
    failure: { code: "store-failed", message: "disk full" },
  });
});

test("a log begins with a start, and has one", () => {
  const driver = newDriver();
  expect(() => driver.feed({ type: "interrupt" })).toThrow("A run cannot begin with interrupt.");
  const begun = busy();
  expect(() => start(begun)).toThrow("This run has been started already.");
});
