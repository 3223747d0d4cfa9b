import { beforeAll, describe, expect, test } from "bun:test";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";

// Each scenario below passes with a harness that lies, in one of the three ways that its file tells of.

const folder = new URL("../lies", import.meta.url).pathname;
const { loaded, problems } = await loadScenarios([folder]);

beforeAll(warmUp);

/** What the first failure of a scenario says, under one schedule. */
async function failuresOf(name: string, seed: number): Promise<readonly string[]> {
  const found = loaded.find(({ scenario }) => scenario.name === name)!;
  const { failures } = await drawTrial(found.scenario, seed, { swarm: false });
  return failures.map(({ message }) => message);
}

test("the lies are scenarios that load", () => {
  expect(problems).toStrictEqual([]);
  expect(loaded).toHaveLength(4);
});

/** The default order, and one seed of each temper. */
describe.each([0, 1, 2, 3])("under schedule %d", (seed) => {
  test("a reply that is addressed to the wrong ticket answers nobody", async () => {
    const [first, ...others] = await failuresOf("a reply is addressed to the wrong ticket", seed);
    expect(first).toBe(
      [
        'No reply is meant for the request of tier3("build"), turn 1.',
        '  near: tier3("test"): it is for ticket "test", and this is "build"',
        '  Write one into `models`: tier3("build", reply(…)); or address the one that was meant for it.',
      ].join("\n"),
    );
    expect(others.join("\n")).toContain(
      'No request came for tier3("test"), turn 1: calls bash (and 1 more after it).',
    );
  });

  test("a planner's tool call opens no popup", async () => {
    const name = "the planner is answered with a worker's tool call";
    const [first] = await failuresOf(name, seed);
    expect(first).toContain("Popup 1 is tracks, expected tool");
  });

  test("the second click of a double click lands on nothing", async () => {
    const name = "the second click of a double click lands on the next popup";
    const failures = await failuresOf(name, seed);
    expect(failures[0]).toBe(
      [
        'No answer is meant for the popup tool:T-1:1.2.0, which asks whether "T-1" may call bash "rm -rf build".',
        '  near: approve.tool("T-1", "bash").twice(): both clicks went to tool:T-1:1.1.0, and an answer decides no other popup',
        '  Write one into `user`, such as approve.tool("T-1", "bash"); or ignores.… where nobody is to answer.',
      ].join("\n"),
    );
    expect(failures).toContain('expected file build/old.js not to be there; it is there: "old\\n"');
  });

  test("an approval that fits whatever comes is ambiguous", async () => {
    const failures = await failuresOf("an approval that fits whatever comes", seed);
    expect(failures).toStrictEqual([
      [
        'Two different answers fit the popup tool:T-1:1.1.0, which asks whether "T-1" may call bash "rm -rf build":',
        '  approve.tool("T-1")',
        '  reject.tool("T-1", "bash", "leave the build folder alone")',
        "  Which one is meant? Say more in one of them (the tool, the attempt), put them into a sequence(…), or take one out.",
      ].join("\n"),
    ]);
  });
});
