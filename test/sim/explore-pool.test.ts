import { expect, test } from "bun:test";
import type { Job } from "../../src/sim/explore-worker.ts";
import { exploreOnThreads } from "../../src/sim/explore-pool.ts";

test("a job that is stopped ends after the schedule that is under way, with what it found until then", async () => {
  const file = new URL("../../scenarios/rejected-command.scenario.ts", import.meta.url).pathname;
  const job: Job = {
    file,
    name: "a rejected command sends the worker another way",
    seeds: Array.from({ length: 100_000 }, (_, seed) => seed),
    swarm: false,
    bail: false,
    wire: "anthropic",
    server: null,
    strategy: null,
    prefixes: null,
  };
  const stop = new AbortController();
  const onTrial = () => stop.abort();
  const [worked] = await exploreOnThreads([job], { threads: 1, onTrial, stop: stop.signal });
  expect(worked?.tally.seeds).toBeWithin(1, 100);
});
