import { digestOf } from "../../src/core/project.ts";
import { loadScenarios } from "../../src/sim/load-scenario.ts";
import { seededChooser } from "../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../src/sim/simulate.ts";

// Prints the digest of each scenario's log under one seed, for a test that compares two processes.

const [seed = "0", ...paths] = process.argv.slice(2);
const { loaded } = await loadScenarios(paths);
await warmUp();
const digests: Record<string, string> = {};
for (const { scenario } of loaded) {
  const { log } = await simulate({ scenario, choose: seededChooser(Number(seed)) });
  digests[scenario.name] = digestOf(log);
}
console.log(JSON.stringify(digests));
