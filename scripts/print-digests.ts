import { join, resolve } from "node:path";

/**
 * Prints the digest of every shipped scenario's log as one line `scenario wire weather seed digest`, for each
 * seed of a range, on both wires, plain and under drawn faults. It loads the program of the checkout that is
 * named, so that an older one can be asked by the same script: `bun scripts/print-digests.ts ROOT FIRST LAST`.
 */
const [root = ".", first = "0", last = "9"] = process.argv.slice(2);
const from = async (path: string) => await import(join(resolve(root), "src", path));

const { digestOf } = (await from("core/project.ts")) as typeof import("../src/core/project.ts");
const { loadScenarios } = (await from(
  "sim/load-scenario.ts",
)) as typeof import("../src/sim/load-scenario.ts");
const { seededChooser } = (await from("sim/search/strategies.ts").catch(() =>
  // Where it stood before.
  from("sim/schedule.ts"),
)) as typeof import("../src/sim/search/strategies.ts");
const { simulate, warmUp } = (await from(
  "sim/simulate.ts",
)) as typeof import("../src/sim/simulate.ts");
const { drawSwarm } = (await from("sim/swarm.ts")) as typeof import("../src/sim/swarm.ts");

const { loaded, problems } = await loadScenarios([], resolve(root));
if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));

// What is loaded at its first use would let other completions go ahead there.
for (const wire of ["anthropic", "openai"] as const) await warmUp(wire);

for (const { scenario } of loaded) {
  for (const wire of ["anthropic", "openai"] as const) {
    for (const weather of ["plain", "faults"] as const) {
      for (let seed = Number(first); seed <= Number(last); seed++) {
        const choose = seededChooser(seed);
        const drawn = weather === "faults" ? { weather: drawSwarm(seed).weather } : {};
        const { log } = await simulate({ scenario, choose, wire, ...drawn });
        console.log(JSON.stringify([scenario.name, wire, weather, seed, digestOf(log)]));
      }
    }
  }
}
