import { describe, expect, test } from "bun:test";
import type { Failure } from "../../../src/core/failure.ts";
import {
  runUntilIdle,
  replyingCollaborators,
  settle,
  start,
  statuses,
  tokens,
} from "../collaborators.ts";
import { type Driver, newDriver, startMs } from "../driver.ts";
import { sampleSettings } from "../sample-settings.ts";

const one = { A: [{ id: "T-1" }] };
const cut: Failure = { code: "stream-cut", message: "cut" };
const willing = replyingCollaborators(one, () => null);

const failing = (fails: Failure, tries: number) =>
  replyingCollaborators(one, ({ tier, try: count }) =>
    tier === "tier1" && count <= tries ? { text: "half of", fails } : null,
  );

function play1(fails: Failure, tries: number): Driver {
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, failing(fails, tries));
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

  test("is the last one where the tries of a turn are used up: the run pauses", () => {
    const driver = play1(cut, 3);
    expect(driver.events("model.started")).toHaveLength(3);
    expect(driver.state().ended).toEqual({ outcome: "waiting", failure: cut });
  });

  test("that a person can mend pauses its session, and resumed it goes on with the same turn", () => {
    for (const code of ["authentication", "permission"] as const) {
      const driver = play1({ code, message: "no key" }, 1);
      expect(driver.state().ended).toMatchObject({ outcome: "waiting", failure: { code } });
      driver.feed({ type: "resume" });
      runUntilIdle(driver, willing);
      const units = driver.events("model.started").map(({ unit }) => `${unit.turn}.${unit.try}`);
      expect(units.slice(0, 2)).toEqual(["1.1", "1.2"]);
      expect(driver.state().ended?.outcome).toBe("done");
    }
  });

  test("because the key is refused lets what is under way elsewhere end, and starts nothing new there", () => {
    const driver = newDriver();
    start(driver, { workers: 2 });
    const plan = { A: [{ id: "T-1" }, { id: "T-2" }, { id: "T-3" }] };
    const refused = { fails: { code: "authentication", message: "revoked" } } as const;
    let isRevoked = true;
    const collaborators = replyingCollaborators(plan, ({ tier, ticketId }) =>
      isRevoked && tier === "tier3" && ticketId === "T-1" ? refused : null,
    );
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({ "T-1": "running", "T-2": "done", "T-3": "todo" });
    expect(driver.state().ended).toMatchObject({ outcome: "waiting" });
    isRevoked = false;
    driver.feed({ type: "resume" });
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "done", "T-3": "done" });
    expect(driver.events("attempt.failed")).toEqual([]);
  });

  test("is not tried again where that would not mend it", () => {
    const driver = play1({ code: "authentication", message: "no key" }, 1);
    expect(driver.events("model.started")).toHaveLength(1);
    expect(driver.events("timer.started")).toEqual([]);
  });

  test("is tried again, or not, as the provider says", () => {
    expect(play1({ ...cut, shouldRetry: false }, 1).events("model.started")).toHaveLength(1);
    const shown = play1({ code: "not-found", message: "yet", shouldRetry: true }, 1);
    expect(shown.state().ended?.outcome).toBe("done");
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
    runUntilIdle(
      driver,
      replyingCollaborators(one, ({ tier, turn, try: count }) => {
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
  driver.feed({ type: "model-completed", effectId, stopReason: "refusal", commandParts: {} });
  expect(driver.events("stream.discarded")[0]?.failure.code).toBe("refusal");
  expect(driver.state().ended?.failure?.message).toContain("{}");
});

test("a reply without its usage is kept, and what it took is estimated and binds", () => {
  const driver = newDriver();
  start(driver);
  settle(driver, driver.only("survey"), willing);
  const { id: effectId } = driver.only("model");
  const text = JSON.stringify({ tracks: [{ id: "A", title: "A" }] });
  driver.feed({
    type: "deltas",
    effectId,
    deltas: [{ type: "text", block: 0, text }],
    usage: null,
  });
  driver.feed({ type: "model-completed", effectId, stopReason: "end-turn", commandParts: {} });
  expect(driver.events("stream.completed")).toHaveLength(1);
  const { ledger } = driver.state();
  expect(ledger.usedTokens).toBeGreaterThan(text.length / 4);
  expect([...ledger.entries.values()]).toMatchObject([{ estimatedCalls: 1 }]);
  expect(ledger.estimatedByTier.get("tier1")).toEqual(ledger.byTier.get("tier1")!);
});

describe("a server that refuses what a request says", () => {
  const refused = (teaches: Failure["teaches"]): Failure => ({
    code: "invalid-request",
    message: "json_schema is not supported",
    ...(teaches !== undefined && { teaches }),
  });

  test("is asked once more without it, which spends no try, and the run remembers", () => {
    const driver = newDriver();
    start(driver, { tries: 1 });
    settle(driver, driver.only("survey"), willing);
    settle(driver, driver.only("model"), failing(refused({ structuredOutput: "json_object" }), 1));
    expect(driver.events("server.learned")).toMatchObject([
      { traits: { structuredOutput: "json_object" } },
    ]);
    expect(driver.only("model").request.traits).toEqual({ structuredOutput: "json_object" });
    runUntilIdle(driver, willing);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("is asked as it wants, also where the configuration says otherwise", () => {
    const driver = newDriver();
    const { models } = sampleSettings();
    const tier1 = { ...models.tier1, traits: { structuredOutput: "json_schema" } as const };
    start(driver, { models: { ...models, tier1 } });
    settle(driver, driver.only("survey"), willing);
    expect(driver.only("model").request.traits).toEqual({ structuredOutput: "json_schema" });
    settle(driver, driver.only("model"), failing(refused({ structuredOutput: "json_object" }), 1));
    expect(driver.only("model").request.traits).toEqual({ structuredOutput: "json_object" });
  });

  test("fails where it refuses the same again", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, failing(refused({ structuredOutput: "json_object" }), 5));
    expect(driver.events("server.learned")).toHaveLength(1);
    expect(driver.events("model.started")).toHaveLength(2);
    expect(driver.state().ended?.failure?.message).toBe("json_schema is not supported");
  });

  test("cannot teach for ever", () => {
    let round = 0;
    const driver = newDriver();
    start(driver);
    runUntilIdle(
      driver,
      replyingCollaborators(one, ({ tier }) =>
        tier === "tier1" ? { fails: refused({ maxOutputTokens: 9_000 - round++ }) } : null,
      ),
    );
    expect(driver.events("model.started").length).toBeLessThan(12);
    expect(driver.state().ended?.outcome).toBe("failed");
  });
});

test("a server that asks to wait for hours ends the run with that word", () => {
  const driver = play1(
    { code: "rate-limited", message: "daily quota.", retryAfterMs: 10_800_000 },
    1,
  );
  expect(driver.events("model.started")).toHaveLength(1);
  expect(driver.state().ended?.failure?.message).toContain("3 h");
});

test("the same words of an error three times are enough", () => {
  const driver = newDriver();
  start(driver, { tries: 9 });
  runUntilIdle(driver, failing({ code: "stream-error", message: "out of memory" }, 9));
  expect(driver.events("model.started")).toHaveLength(3);
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
