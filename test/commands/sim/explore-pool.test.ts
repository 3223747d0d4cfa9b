import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { exploreInProcesses } from "../../../src/commands/sim/explore-pool.ts";
import type { Job } from "../../../src/sim/explore-job.ts";
import { isUnreadableScenario } from "../../../src/sim/unreadable-scenario.ts";

const given = new URL("../../../scenarios/rejected-command.scenario.ts", import.meta.url).pathname;
const job: Job = {
  file: given,
  name: "a rejected command sends the worker another way",
  seeds: Array.from({ length: 100_000 }, (_, seed) => seed),
  swarm: false,
  bail: false,
  wire: "anthropic",
  server: null,
  strategy: null,
  prefixes: null,
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "explore-pool-"));
});
afterAll(async () => await rm(folder, { recursive: true }));

test("a job that is stopped ends after the schedule that is under way, with what it found until then", async () => {
  const stop = new AbortController();
  const onTrial = () => stop.abort();
  const [worked] = await exploreInProcesses([job], { processes: 1, onTrial, stop: stop.signal });
  expect(worked?.tally.seeds).toBeWithin(1, 100);
});

test("a scenario that ends the process under a schedule is named, with the seeds that it may have been", async () => {
  const file = join(folder, "leaves.scenario.ts");
  await Bun.write(
    file,
    `import { check } from "rehearsal/sim";
    import given from ${JSON.stringify(given)};
    export default { ...given, name: "leaves", expect: [check("it stays", () => process.kill(process.pid, "SIGKILL"))] };`,
  );
  const stop = new AbortController().signal;
  const exploring = exploreInProcesses([{ ...job, file, name: "leaves", seeds: [4, 5] }], {
    processes: 1,
    onTrial: () => {},
    stop,
  });
  const error: unknown = await exploring.catch((thrown: unknown) => thrown);
  expect(isUnreadableScenario(error) && error.problems.map(({ message }) => message)).toEqual([
    '"leaves" ended the process that rehearsed it (SIGKILL), under one of the seeds 4 to 5',
  ]);
});
