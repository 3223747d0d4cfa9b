import { expect, test } from "bun:test";
import { agent } from "../../../src/agents/agent.ts";
import {
  addPart,
  emptyTallyFor,
  exploreHere,
  reportExplored,
} from "../../../src/commands/sim/explored.ts";
import { replayTrial } from "../../../src/commands/sim/replay-trial.ts";
import { says } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { chat, textOf } from "../../agents/chat.ts";

const names = ["A", "B", "C"];

/** It takes for granted that the question it asked first is answered first. */
const scenario = agent({
  name: "three questions",
  replies: names.map((name) => reply(says(name)).when(name)),
  async run({ fetch }) {
    const texts: string[] = [];
    await Promise.all(names.map(async (name) => texts.push(await textOf(await chat(fetch, name)))));
    return texts.join("");
  },
  expect: (texts) => texts === "ABC" || `OUT OF ORDER: ${texts}`,
});
const loaded = { file: "/project/a.scenario.ts", exportName: "default", line: 1, scenario };
const options = { swarm: false, bail: false };

test("an agent's parts are explored apart, joined, reported as one, and replayed by the code", async () => {
  const tally = emptyTallyFor(scenario);
  for (const seeds of [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ])
    addPart(tally, await exploreHere(scenario, seeds, options));
  const place = { file: "a.scenario.ts", server: null, swarm: false };
  const report = await reportExplored(loaded, { tally, durationMs: 5 }, place);
  expect(report).toMatchObject({ name: "three questions", passed: false, seeds: 8 });
  expect(report.laws.map(({ law }) => law)).toEqual(["a1", "a2", "a3", "a4", "a5", "a6"]);
  // What is shown is the first schedule, which is the default order.
  expect(report.subject).toMatchObject({ type: "agent", value: `"ABC"` });
  const [failure] = report.failures;
  expect(failure).toMatchObject({ kind: "expectation", deterministic: true });
  expect(failure?.messages[0]).toStartWith("OUT OF ORDER");
  const again = await replayTrial([loaded], failure!.code);
  expect(again.failures[0]?.messages).toEqual([...failure!.messages]);
});
