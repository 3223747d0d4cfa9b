import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { gateMutants } from "../mutants/gate-mutants.ts";
import type { Found } from "../mutants/hunt.ts";
import { type Hunter, openHunter } from "../mutants/hunters.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { readerMutants } from "../mutants/reader-mutants.ts";
import { openScratch, runIn, type Scratch } from "../mutants/scratch.ts";
import { restMutants } from "../mutants/rest-mutants.ts";
import { settledMutants } from "../mutants/settled-mutants.ts";
import { streamMutants } from "../mutants/stream-mutants.ts";
import { workMutants } from "../mutants/work-mutants.ts";

/*
 * Each mutant is the program with one mistake. Exploring must catch it within 200 schedules, and what failed must fail
 * again when it is replayed. For one of them the whole way is gone: the command that is printed, once it is shrunk, is
 * pasted where the mistake is.
 */

/** All, or those whose name holds what is wanted. */
const wanted = process.env["REHEARSAL_MUTANT"] ?? "";
const mutants: readonly Mutant[] = [
  ...streamMutants,
  ...gateMutants,
  ...workMutants,
  ...settledMutants,
  ...restMutants,
  ...readerMutants,
].filter(({ name }) => name.includes(wanted));

/** Two at a time, while the tests look at one after the other: the program runs in processes of its own. */
const lanes = 2;
/** A test waits for those before it, too. When one times out, the processes of all others are killed. */
const timeoutMs = 600_000;
const found = new Map<Mutant, PromiseWithResolvers<Found>>(
  mutants.map((mutant) => [mutant, Promise.withResolvers<Found>()]),
);
let hunting: Promise<void>[] = [];

beforeAll(() => {
  const waiting = [...mutants];
  async function lane(): Promise<void> {
    const scratch = await openScratch();
    const hunter = openHunter();
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const { resolve, reject } = found.get(mutant)!;
      await hunt(mutant, scratch, hunter).then(resolve, reject);
    }
    await hunter.stop();
    await scratch.remove();
  }
  for (const { promise } of found.values()) promise.catch(() => {});
  hunting = Array.from({ length: lanes }, lane);
});

afterAll(async () => {
  await Promise.all(hunting);
});

async function hunt(mutant: Mutant, scratch: Scratch, hunter: Hunter): Promise<Found> {
  const folder = await scratch.plant(mutant);
  const { faults = "scripted", caughtBy: kind } = mutant;
  const caught = await hunter.hunt({ folder, file: fileOf(mutant), faults, kind });
  switch (caught.type) {
    case "caught":
      return caught.found;
    case "escaped":
      throw new Error("It was not caught.");
    case "broken":
      throw new Error(caught.message);
  }
}

const fileOf = ({ scenario }: Mutant): string => `test/sim/mutants/${scenario}.scenario.ts`;

function isShipped(mutant: Mutant): boolean {
  const text = readFileSync(`${import.meta.dir}/../../../${fileOf(mutant)}`, "utf8");
  return text.includes('from "../../../scenarios/');
}

describe("the scenarios that meet the mutants pass where no mistake was made", () => {
  // Those that are shipped are rehearsed in scenarios.test.ts.
  const own = mutants.filter((mutant) => !isShipped(mutant));
  const scenarios = new Set(own.map(({ scenario, faults }) => `${scenario} ${faults ?? ""}`));
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
  const seeds = Array.from({ length: 4 }, (_, seed) => seed);
  const { failing } = await explore(loaded[0]!.scenario, seeds, { swarm, bail: true });
  return failing.flatMap(({ failures }) => failures);
}

describe("exploring catches", () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    "%s",
    async (_name, mutant) => {
      const { kinds, replayed } = await found.get(mutant)!.promise;
      expect(kinds).toContain(mutant.caughtBy);
      expect(replayed).toContain(mutant.caughtBy);
    },
    timeoutMs,
  );
});

test(
  "the command that is printed fails in the same way when it is pasted",
  async () => {
    const mutant = gateMutants.find(({ name }) => name === "two merges go on at once")!;
    const scratch = await openScratch();
    try {
      const folder = await scratch.plant(mutant);
      const flags = ["--seeds", "5", "--bail", "--jobs", "1", "--json"];
      const explored = await runIn(folder, ["sim", fileOf(mutant), ...flags]);
      expect(explored.exitCode).toBe(1);
      const report = JSON.parse(explored.stdout) as SimReport;
      const { replay } = report.scenarios[0]!.failures[0]!;
      expect(replay).toContain(` sim ${fileOf(mutant)} --replay `);
      const replayed = await runIn(folder, replay.slice(replay.indexOf("sim ")).split(" "));
      expect(replayed.exitCode).toBe(1);
      expect(replayed.stdout).toContain(mutant.caughtBy);
    } finally {
      await scratch.remove();
    }
  },
  timeoutMs,
);

interface SimReport {
  readonly scenarios: readonly {
    readonly failures: readonly { readonly replay: string }[];
  }[];
}
