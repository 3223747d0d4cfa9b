import { beforeAll, describe, expect, test } from "bun:test";
import { digestOf } from "../../../src/core/project.ts";
import { explore } from "../../../src/sim/explore.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial, runTrial } from "../../../src/sim/trial.ts";

const root = new URL("../../..", import.meta.url).pathname;
const { loaded, problems } = await loadScenarios(["scenarios"], root);
const named = loaded.map(({ scenario }) => [scenario.name, scenario] as const);

beforeAll(warmUp);

test("every shipped scenario loads, and no two have one name", () => {
  expect(problems).toStrictEqual([]);
  expect(loaded.length).toBeGreaterThan(0);
  expect(new Set(named.map(([name]) => name)).size).toBe(loaded.length);
});

/** Only a machine that is busy with other things comes near it. */
const patienceMs = 120_000;

/** The default order, and one seed of each temper. */
const seeds = [0, 1, 2, 3];

describe("a shipped scenario passes in the default order and in others", () => {
  test.each(named)(
    "%s",
    async (_, scenario) => {
      const { failing } = await explore(scenario, seeds, { swarm: false, bail: false });
      expect(failing.flatMap(({ seed, failures }) => [seed, failures])).toStrictEqual([]);
    },
    patienceMs,
  );
});

describe("a shipped scenario keeps all laws under faults that it does not name", () => {
  test.each(named)(
    "%s",
    async (_, scenario) => {
      const { failing } = await explore(scenario, seeds, { swarm: true, bail: false });
      expect(failing.flatMap(({ seed, failures }) => [seed, failures])).toStrictEqual([]);
    },
    patienceMs,
  );
});

const short = named.find(([, { user }]) =>
  user.some((step) => step.type === "answer" && step.decision?.type === "edit"),
);
if (short === undefined) throw new Error("No shipped scenario has a person who edits.");

describe("killed at any event at all and resumed, a short scenario ends as if it had not been", () => {
  test.each([short])(
    "%s",
    async (_, scenario) => {
      const { record, trial } = await drawTrial(scenario, 1, { swarm: false });
      for (let killAtEvent = 1; killAtEvent <= record.log.length; killAtEvent++) {
        const killed = { ...trial, killAtEvents: [killAtEvent], hurtCall: null, twice: false };
        const { failures } = await runTrial(scenario, killed);
        expect([killAtEvent, failures]).toStrictEqual([killAtEvent, []]);
      }
    },
    patienceMs,
  );
});

/** A scenario as it comes back from JSON; what holds code stays behind. */
const throughJson = (scenario: Scenario): Scenario =>
  JSON.parse(
    JSON.stringify({
      ...scenario,
      expect: scenario.expect.filter(({ type }) => type !== "predicate"),
    }),
  ) as Scenario;

const digest = async (scenario: Scenario) =>
  digestOf((await simulate({ scenario, choose: seededChooser(7) })).log);

/** By name: the last two tests compare with the same. */
const digests = new Map<string, Promise<string>>();

function digestOfShipped(scenario: Scenario): Promise<string> {
  const known = digests.get(scenario.name) ?? digest(scenario);
  digests.set(scenario.name, known);
  return known;
}

describe("a shipped scenario is data", () => {
  test.each(named)(
    "%s",
    async (_, scenario) => {
      expect(await digest(throughJson(scenario))).toBe(await digestOfShipped(scenario));
    },
    patienceMs,
  );
});

test(
  "the same seed gives the same logs in another process",
  async () => {
    const script = new URL("../scenarios-digest.ts", import.meta.url).pathname;
    const child = Bun.spawn([process.execPath, script, "7", `${root}scenarios`], {
      stdout: "pipe",
      stderr: "inherit",
    });
    const text = await new Response(child.stdout).text();
    expect(await child.exited).toBe(0);
    const digests = JSON.parse(text) as Record<string, string>;
    const here: Record<string, string> = {};
    for (const [name, scenario] of named) here[name] = await digestOfShipped(scenario);
    expect(digests).toStrictEqual(here);
    // Not all logs are one: the digest tells them apart.
    expect(new Set(Object.values(here)).size).toBe(named.length);
  },
  patienceMs,
);
