import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { gateMutants } from "../mutants/gate-mutants.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { plant } from "../mutants/scratch.ts";
import { streamMutants } from "../mutants/stream-mutants.ts";
import { workMutants } from "../mutants/work-mutants.ts";

/*
 * Each mutant is the program with one mistake. Exploring must catch it within 200 schedules, and the replay
 * command that it prints must fail in the same way when it is pasted where the mistake is.
 */

const mutants: readonly Mutant[] = [...streamMutants, ...gateMutants, ...workMutants];

interface Caught {
  readonly kinds: readonly string[];
  readonly replay: string;
  readonly seed: number;
  readonly replayed: { readonly exitCode: number; readonly stdout: string };
}

/** Two at a time, while the tests look at one after the other: the program runs in processes of its own. */
const lanes = 2;
/** A test waits for those before it, too. When one times out, the processes of all others are killed. */
const timeoutMs = 600_000;
const found = new Map<Mutant, PromiseWithResolvers<Caught>>(
  mutants.map((mutant) => [mutant, Promise.withResolvers<Caught>()]),
);
let hunting: Promise<void>[] = [];

beforeAll(() => {
  const waiting = [...mutants];
  async function lane(): Promise<void> {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const { resolve, reject } = found.get(mutant)!;
      await hunt(mutant).then(resolve, reject);
    }
  }
  for (const { promise } of found.values()) promise.catch(() => {});
  hunting = Array.from({ length: lanes }, lane);
});

afterAll(async () => {
  await Promise.all(hunting);
});

async function hunt(mutant: Mutant): Promise<Caught> {
  const scratch = await plant(mutant);
  try {
    const file = `test/sim/mutants/${mutant.scenario}.scenario.ts`;
    const faults = mutant.faults === undefined ? [] : ["--faults", mutant.faults];
    const explored = await scratch.rehearsal([
      "sim",
      file,
      "--seeds",
      "200",
      "--bail",
      "--jobs",
      "1",
      "--json",
      ...faults,
    ]);
    if (explored.exitCode !== 1) {
      throw new Error(`It was not caught: ${explored.stderr}\n${explored.stdout.slice(0, 2000)}`);
    }
    const report = JSON.parse(explored.stdout) as SimReport;
    const failures = report.scenarios[0]!.failures;
    const failure = failures.find(({ kind }) => kind === mutant.caughtBy) ?? failures[0]!;
    const [, ...args] = failure.replay.split(" ");
    const replayed = await scratch.rehearsal(args);
    return {
      kinds: failures.map(({ kind }) => kind),
      replay: failure.replay,
      seed: failure.seed,
      replayed,
    };
  } finally {
    await scratch.remove();
  }
}

interface SimReport {
  readonly scenarios: readonly {
    readonly failures: readonly {
      readonly kind: string;
      readonly seed: number;
      readonly messages: readonly string[];
      readonly replay: string;
    }[];
  }[];
}

describe("the scenarios that meet the mutants pass where no mistake was made", () => {
  const scenarios = new Set(mutants.map(({ scenario, faults }) => `${scenario} ${faults ?? ""}`));
  test.each([...scenarios])(
    "%s",
    async (name) => {
      const [scenario, faults] = name.split(" ");
      expect(await failuresHere(scenario!, faults === "all")).toEqual([]);
    },
    timeoutMs,
  );
});

async function failuresHere(scenario: string, swarm: boolean) {
  const [{ loadScenarios }, { warmUp }, { explore }] = await Promise.all([
    import("../../../src/sim/load-scenario.ts"),
    import("../../../src/sim/simulate.ts"),
    import("../../../src/sim/explore.ts"),
  ]);
  await warmUp();
  const { loaded, problems } = await loadScenarios([
    `${import.meta.dir}/../mutants/${scenario}.scenario.ts`,
  ]);
  expect(problems).toEqual([]);
  const seeds = Array.from({ length: 8 }, (_, seed) => seed);
  const { failing } = await explore(loaded[0]!.scenario, seeds, { swarm, bail: true });
  return failing.flatMap(({ failures }) => failures);
}

describe("exploring catches", () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s",
    async (_name, mutant) => {
      const { kinds, replay, replayed } = await found.get(mutant)!.promise;
      expect(kinds).toContain(mutant.caughtBy);
      expect(replay).toStartWith(`rehearsal sim test/sim/mutants/${mutant.scenario}.scenario.ts`);
      expect(replayed.exitCode).toBe(1);
      expect(replayed.stdout).toContain(mutant.caughtBy);
    },
    timeoutMs,
  );
});
