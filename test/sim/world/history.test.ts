import { beforeAll, describe, expect, test } from "bun:test";
import { type DrawnFault, endsLife, weatherOf } from "../../../src/sim/drawn-fault.ts";
import { fairWeather } from "../../../src/sim/faults.ts";
import { stateDifference } from "../../../src/sim/fold/state-difference.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { chooserOf, randomFrom } from "../../../src/sim/schedule.ts";
import { drawKills, drawPlace } from "../../../src/sim/search/draw-kills.ts";
import { seededChooser } from "../../../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";
import { drawSwarm } from "../../../src/sim/swarm.ts";
import { newHistory } from "../../../src/sim/world/history.ts";
import { agreeableDecision } from "../../../src/sim/world/popup-words.ts";

beforeAll(() => warmUp());

/** Together they have whatever outlives a process: a person who is away or types, trees that go, troubles, retries. */
const files = [
  "another-go",
  "back-in-the-morning",
  "crash",
  "double-click",
  "mended-trouble",
  "said-unasked",
].map((name) => new URL(`../../../scenarios/${name}.scenario.ts`, import.meta.url).pathname);
const { loaded } = await loadScenarios(files);

/** Where two records differ; `toEqual` takes longer than the runs. */
const differenceOf = (one: RunRecord, other: RunRecord): string | null =>
  stateDifference(inOrder(one), inOrder(other));

const inOrder = ({ remains, ...record }: RunRecord) => ({
  ...record,
  remains: { ...remains, texts: [...remains.texts].toSorted() },
});

/** The run under a seed, told to a history; and runs that are killed, from their beginning or from a moment. */
async function rehearsed(scenario: Scenario, seed: number, withFaults: boolean) {
  const swarm = withFaults ? drawSwarm(seed) : null;
  const deviations: [number, number][] = [];
  const draw = seededChooser(seed);
  const history = newHistory(null);
  const record = await simulate({
    scenario,
    weather: swarm?.weather ?? fairWeather,
    history,
    foldWatch: "sampled",
    choose(candidates, step) {
      const place = draw(candidates, step);
      if (place !== 0) deviations.push([step, place]);
      return place;
    },
  });
  const met = swarm?.met ?? [];
  const killed = (kills: readonly number[], from = history.at(kills[0]!)) => {
    const crashes = kills.map((atEvent): DrawnFault => ({ type: "crash", atEvent }));
    const person = swarm === null ? () => null : agreeableDecision;
    const weather = weatherOf([...met, ...crashes], person);
    return simulate({ scenario, choose: chooserOf({ deviations }), weather, from });
  };
  return { record, history, met, killed };
}

describe("a killed run that goes on from a moment of another is the one that lives through its beginning", () => {
  test.each(loaded.map(({ scenario }) => [scenario.name, scenario] as const))(
    "%s",
    async (_, scenario) => {
      const random = randomFrom(7);
      for (const [seed, withFaults] of [
        [1, false],
        [7, true],
      ] as const) {
        const { record, history, met, killed } = await rehearsed(scenario, seed, withFaults);
        // Such a run has no companion that is killed besides.
        if (met.some(endsLife)) continue;
        const kills = drawKills(random, drawPlace(random, record.log));
        if (history.at(kills[0]!) === null) continue;
        expect(differenceOf(await killed(kills), await killed(kills, null))).toBeNull();
      }
    },
    60_000,
  );
});

test("nearly every event has a moment, and one that never came has none", async () => {
  const { record, history } = await rehearsed(loaded[0]!.scenario, 1, false);
  const missing = record.log.filter(({ seq }) => history.at(seq) === null);
  expect(missing.length).toBeLessThan(record.log.length / 20);
  expect(history.at(record.log.length + 1)).toBeNull();
});

test("a moment is not changed by what comes after it, nor by those who go on from there", async () => {
  const { killed } = await rehearsed(loaded[0]!.scenario, 3, false);
  const once = await killed([30]);
  await killed([30, 45]);
  expect(differenceOf(await killed([30]), once)).toBeNull();
});

test("who asks for one event alone is told of that one", () => {
  const history = newHistory(5);
  expect(history.reach(3)).toBeNull();
  expect(history.reach(7)).not.toBeNull();
  expect(history.reach(7)).toBeNull();
  expect(history.reach(9)).toBeNull();
  expect(history.at(5)).toBeNull();
});
