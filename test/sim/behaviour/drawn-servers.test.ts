import fc from "fast-check";
import { beforeAll, expect, test } from "bun:test";
import {
  compatibleHabits,
  drawableHabits,
} from "../../../src/mock-provider/servers/drawable-habits.ts";
import { habitWords } from "../../../src/mock-provider/servers/habit-words.ts";
import {
  allow,
  calls,
  fails,
  outcome,
  passes,
  reply,
  says,
  scenario,
  thinks,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "../../../src/sim/api.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial, type Trial, type TrialResult } from "../../../src/sim/trial.ts";
import { mockWireOf, type SimulatedWire } from "../../../src/sim/world/simulated-wire.ts";
import { runs, timeoutMs } from "../arbitrary/runs.ts";

/** Thoughts, words beside two calls at once, a call without input, QA, a second attempt, and two tickets at a time. */
const played = scenario({
  name: "a run behind a drawn server",
  epic: "Write three files",
  rules: [allow.everything()],
  checks: { A: [fails("b is missing"), passes()], B: [passes()] },
  models: [
    tier1(reply(thinks("One track."), tracks({ id: "main", title: "Main" }))),
    tier2("main", reply(tickets({ id: "A", title: "First" }, { id: "B", title: "Second" }))),
    tier3(
      "A",
      reply(
        thinks("Both at once?"),
        says("First “a”: 🙂."),
        calls("write", { file_path: "a", content: 'ä\n{"b": [1]}\n' }),
        calls("glob", { pattern: "*" }),
      ),
      reply(says("Done, I think.")),
    ),
    tier4("A", reply(says("Write b, too."))),
    tier3(
      "A",
      reply(calls("write", { file_path: "b", content: "b\n" })),
      reply(thinks("Now it is."), says("Both are there.")),
    ).attempt(2),
    tier3(
      "B",
      reply(says("Mine."), calls("write", { file_path: "c", content: "c\n" })),
      reply(says("It is there.")),
    ),
  ],
  expect: [outcome("done")],
});

const wires: readonly SimulatedWire[] = ["openai", "anthropic", "responses"];

/** What is left of a run and was seen of it. Tries and tokens may differ, and one way adds line feeds to the words. */
const ending = ({ projection, record }: TrialResult) => ({
  outcome: projection.outcome,
  tickets: projection.tickets,
  texts: Object.fromEntries(
    Object.entries(projection.streams).map(([id, { text, status }]) => [
      id,
      [text.replaceAll("\n", ""), status],
    ]),
  ),
  files: record.files,
});

/** A server with up to six ways, and an order in which a run behind it is played: killed, hurt and played twice now and then. */
const drawn = fc.constantFrom(...wires).chain((wire) =>
  fc.record({
    wire: fc.constant(wire),
    habits: fc
      .array(fc.constantFrom(...drawableHabits(mockWireOf[wire])), { minLength: 1, maxLength: 6 })
      .map(compatibleHabits),
    deviations: fc.array(fc.tuple(fc.nat(400), fc.nat(4)), { maxLength: 40 }),
    companion: fc.constantFrom<Partial<Trial>>(
      {},
      {},
      {},
      { twice: true },
      { hurtCall: "tier3 main A 1.1.1" },
      { killAtEvents: [40] },
      { killAtEvents: [90, 5] },
    ),
  }),
);

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
}, timeoutMs);

test(
  "behind a server with drawn ways a run ends as behind the ideal one, and every law holds",
  async () => {
    const undisturbed = await runTrial(played, { schedule: { deviations: [] } });
    expect(undisturbed.failures).toStrictEqual([]);
    const ideal = ending(undisturbed);
    const property = fc.asyncProperty(drawn, async ({ wire, habits, deviations, companion }) => {
      const result = await runTrial(played, {
        schedule: { deviations },
        swarm: habits.map((habit) => ({ type: "habit", habit })),
        wire,
        ...companion,
      });
      const about = `${wire}: ${habits.map(habitWords).join(", ")}`;
      expect([about, result.failures]).toStrictEqual([about, []]);
      expect([about, ending(result)]).toStrictEqual([about, ideal]);
    });
    await fc.assert(property, runs(6));
  },
  timeoutMs,
);
