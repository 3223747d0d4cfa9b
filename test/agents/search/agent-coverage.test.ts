import { expect, test } from "bun:test";
import { agent } from "../../../src/agents/agent.ts";
import { agentCoverageReport } from "../../../src/agents/search/agent-coverage.ts";
import { exploreAgent } from "../../../src/agents/search/explore-agent.ts";
import { overloaded } from "../../../src/sim/dsl/fault.ts";
import { says } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { chat } from "../chat.ts";

const asking = agent({
  name: "two questions, then a step",
  replies: ["A", "B"].map((word) => reply(says(word)).when(word).fails(overloaded())),
  async run({ fetch, step }) {
    await Promise.all(
      ["A", "B"].map(async (word) => {
        while (!(await chat(fetch, word)).ok) await new Promise((later) => setTimeout(later, 1000));
      }),
    );
    await step("sum", () => 2);
  },
});

const explored = async (seeds: number) =>
  (await exploreAgent(asking, Array(seeds).keys(), { swarm: false, bail: false })).coverage;

test("one schedule shows one order of each two, and the faults that it met", async () => {
  const report = agentCoverageReport(await explored(1), "scripted");
  expect(report).toMatchObject({ events: {}, decisions: {}, marks: {}, classes: 1 });
  expect(report.pairs).toEqual({
    "conversation A ends, then conversation B ends": 1,
    "conversation A ends, then step sum ends": 1,
    "conversation B ends, then step sum ends": 1,
    "conversation B ends, then conversation A ends": 0,
    "step sum ends, then conversation A ends": 0,
    "step sum ends, then conversation B ends": 0,
  });
  expect(report.faults).toEqual({ "529 at reply 1": 1, "529 at reply 2": 1 });
});

test("more schedules reach what is possible, and not what cannot be", async () => {
  const report = agentCoverageReport(await explored(20), "drawn");
  expect(report.pairs["conversation B ends, then conversation A ends"]).toBeGreaterThan(0);
  expect(report.pairs["step sum ends, then conversation A ends"]).toBe(0);
  expect(report.classes).toBeGreaterThan(1);
  expect(report.faults).toMatchObject({ "529 at reply 1": 20, "stall at reply 2": 0 });
});

test("schedules that come to different results count as different orders", async () => {
  const tally = await exploreAgent(asking, Array(40).keys(), { swarm: false, bail: false });
  const { classes } = agentCoverageReport(tally.coverage, "scripted");
  expect(tally.logs.size).toBeGreaterThan(1);
  expect(classes).toBeGreaterThanOrEqual(tally.logs.size);
});
