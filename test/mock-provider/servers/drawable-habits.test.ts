import { beforeAll, expect, test } from "bun:test";
import { drawableHabits } from "../../../src/mock-provider/servers/drawable-habits.ts";
import { habitWords } from "../../../src/mock-provider/servers/habit-words.ts";
import { servers } from "../../../src/mock-provider/servers/servers.ts";
import { defaultOrder } from "../../../src/sim/schedule.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { runTrial } from "../../../src/sim/trial.ts";
import { mockWireOf, type SimulatedWire } from "../../../src/sim/world/simulated-wire.ts";
import { twoTickets } from "../../sim/two-tickets.ts";

const wires: readonly SimulatedWire[] = ["openai", "anthropic", "responses"];

beforeAll(async () => {
  for (const wire of wires) await warmUp(wire);
});

/** Those of the servers are met behind each of them (`servers.test.ts`). */
const known = new Set(
  servers.flatMap(({ habits }) => habits.map(({ source: _, ...habit }) => JSON.stringify(habit))),
);

const others = wires.flatMap((wire) =>
  drawableHabits(mockWireOf[wire])
    .filter((habit) => !known.has(JSON.stringify(habit)))
    .map((habit) => [`${wire}: ${habitWords(habit)}`, wire, habit] as const),
);

test("under each way that no server has, a run ends well, and the laws hold", async () => {
  for (const [name, wire, habit] of others) {
    const { failures, projection } = await runTrial(twoTickets, {
      schedule: defaultOrder,
      swarm: [{ type: "habit", habit }],
      killAtEvents: [],
      hurtCall: null,
      twice: false,
      wire,
      server: null,
    });
    expect([name, failures, projection.outcome]).toStrictEqual([name, [], "done"]);
  }
});
