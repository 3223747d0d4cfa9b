import { beforeAll, describe, expect, test } from "bun:test";
import { explore } from "../../../src/sim/explore.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { project } from "../../../src/core/project.ts";
import { decodeReplay, encodeReplay } from "../../../src/sim/replay-code.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { type SimulatedWire, simulatedWires } from "../../../src/sim/world/simulated-wire.ts";
import { runTrial, type Trial } from "../../../src/sim/trial.ts";

const root = new URL("../../..", import.meta.url).pathname;
const { loaded } = await loadScenarios(["scenarios"], root);
const named = loaded.map(({ scenario }) => [scenario.name, scenario] as const);

beforeAll(async () => {
  for (const wire of simulatedWires) await warmUp(wire);
});

describe("a shipped scenario passes over OpenAI's wire", () => {
  test.each(named)("%s", async (_, scenario) => {
    const options = { bail: false, wire: "openai" } as const;
    // Under drawn faults some seeds draw this wire anyway.
    const { failing } = await explore(scenario, [0, 1], { ...options, swarm: false });
    expect(failing.flatMap(({ seed, failures }) => [seed, failures])).toStrictEqual([]);
  });
});

/** What a person sees of a run, and what is left of it. */
async function ending(scenario: Scenario, wire: SimulatedWire) {
  const record = await simulate({ scenario, choose: seededChooser(0), wire });
  const { outcome, tickets: ended, popups, streams } = project(record.log);
  // A prompt is as long as its wire makes it, and each provider has words of its own for what it does not have.
  const tickets = ended.map(({ reason, ...ticket }) => ({
    ...ticket,
    reason: reason
      ?.replace(/about [\d,]+ tokens/, "about so many tokens")
      .replace(/^.*\(HTTP (\d+), .*\)$/, "what it says (HTTP $1)"),
  }));
  const texts = Object.entries(streams).map(([id, { text, status }]) => [id, text, status]);
  return { outcome, tickets, popups, texts, files: record.files, problems: record.problems };
}

describe("a shipped scenario ends alike on either wire", () => {
  // One with a limit that counts tokens or events may end otherwise, where a wire has more of them.
  const counted = (scenario: Scenario) =>
    scenario.config.budget !== undefined ||
    scenario.faults.some(({ type }) => type === "disk-full");
  test.each(named.filter(([, scenario]) => !counted(scenario)))("%s", async (_, scenario) => {
    expect(await ending(scenario, "openai")).toStrictEqual(await ending(scenario, "anthropic"));
  });
});

describe("a replay code", () => {
  const [[, scenario]] = named as [(typeof named)[0]];
  const trial: Trial = {
    schedule: defaultOrder,
    swarm: null,
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "openai",
    server: null,
  };

  test("says which wire the failure was on", async () => {
    const replay = decodeReplay(encodeReplay({ scenario: scenario.name, trial }));
    expect(replay?.trial).toStrictEqual(trial);
    const { record } = await runTrial(scenario, replay?.trial ?? trial);
    const wires = record.observations.map((one) => (one.type === "request" ? one.wire : null));
    expect(new Set(wires.filter((wire) => wire !== null))).toStrictEqual(new Set(["openai-chat"]));
  });
});
