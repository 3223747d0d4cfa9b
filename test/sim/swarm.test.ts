import { beforeAll, describe, expect, test } from "bun:test";
import type { Address } from "../../src/core/ids.ts";
import { trackId, ticketId } from "../../src/core/ids.ts";
import { drawableHabits } from "../../src/mock-provider/servers/drawable-habits.ts";
import type { Event, EventType } from "../../src/core/event.ts";
import type { DrawnFault } from "../../src/sim/drawn-fault.ts";
import { type WorkspaceWork, workspaceWorks } from "../../src/sim/scenario.ts";
import { defaultOrder } from "../../src/sim/schedule.ts";
import { simulate, warmUp } from "../../src/sim/simulate.ts";
import { drawSwarm } from "../../src/sim/swarm.ts";
import { drawTrial, runTrial } from "../../src/sim/trial.ts";
import { twoTickets } from "./two-tickets.ts";

beforeAll(() => warmUp());

const call = (attempt: number): Address => ({
  tier: "tier3",
  trackId: trackId("main"),
  ticketId: ticketId("A"),
  attempt: 1,
  turn: 1,
  try: attempt,
});

/** Lets a swarm decide about many calls. */
function faultsOf(seed: number): readonly DrawnFault[] {
  const swarm = drawSwarm(seed, drawableHabits("openai-chat"));
  for (let turn = 1; turn <= 40; turn++) swarm.weather.reply({ ...call(1), turn });
  for (let nth = 1; nth <= 40; nth++) swarm.weather.tool({ ticketId: "A", tool: "bash", nth });
  for (let nth = 1; nth <= 40; nth++)
    swarm.weather.workspace({ ticketId: "A", work: "check", nth });
  return swarm.met;
}

const intentOf: Record<WorkspaceWork, EventType> = {
  prepare: "preparation.started",
  tool: "tool.started",
  check: "check.started",
  commit: "commit.started",
  compare: "comparison.started",
  merge: "merge.started",
};

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

test("a seed brings the same faults each time", () => {
  for (const seed of seeds.slice(0, 20)) expect(faultsOf(seed)).toEqual(faultsOf(seed));
});

test("what comes again under the same name meets the same, so that a replay by names is the same run", () => {
  for (const seed of seeds.slice(0, 40)) {
    const { weather, met } = drawSwarm(seed, drawableHabits("openai-chat"));
    const ask = () =>
      Array.from({ length: 40 }, (_, turn) => [
        weather.reply({ ...call(1), turn }),
        weather.tool({ ticketId: "A", tool: "bash", nth: turn }),
        weather.workspace({ ticketId: "A", work: "check", nth: turn }),
      ]);
    const first = ask();
    const count = met.length;
    expect(ask()).toEqual(first);
    expect(met).toHaveLength(count);
  }
});

test("over many seeds every kind of fault comes, and many seeds leave most kinds out", () => {
  const kinds = new Set<string>();
  const counts = seeds.map((seed) => {
    const own = new Set(
      faultsOf(seed).map((fault) => (fault.type === "reply" ? fault.fault.type : fault.type)),
    );
    for (const kind of own) kinds.add(kind);
    return own.size;
  });
  for (const kind of [
    "crash",
    "interrupt",
    "interrupted-in-flight",
    "rest",
    "disk-full",
    "log-removed",
    "slow-subscriber",
    "dead-subscriber",
    "survey",
    "outage",
    "retries",
    "intervention",
    "workspace",
    "tool",
    "status",
    "connection-refused",
    "reset",
    "cut",
    "error-event",
    "stall",
    "chunking",
    "max-tokens",
    "refusal",
    "malformed-json",
    "empty-reply",
    "thoughts-alone",
    "lost-calls",
    "paused",
    "missing-usage",
    "habit",
  ]) {
    expect(kinds).toContain(kind);
  }
  const few = counts.filter((count) => count <= 4).length;
  expect(few).toBeGreaterThan(counts.length / 3);
});

test("faults stop: a late try is left alone", () => {
  for (const seed of seeds) expect(drawSwarm(seed).weather.reply(call(4))).toBeNull();
});

describe("a swarm's run", () => {
  test("can be had again from its data alone, with everything that was decided on the way", async () => {
    for (const seed of seeds.slice(1, 25)) {
      const drawn = await drawTrial(twoTickets, seed, { swarm: true });
      const again = await runTrial(twoTickets, JSON.parse(JSON.stringify(drawn.trial)));
      expect(again.projection.digest).toBe(drawn.projection.digest);
    }
  }, 30_000);

  test("that is interrupted while work is in flight has let go of it, and does it after the resume", async () => {
    const checked = {
      ...twoTickets,
      config: { check: "bun test" },
      checks: { A: [{ passed: true, output: "" }], B: [{ passed: true, output: "" }] },
    };
    for (const work of workspaceWorks) {
      const swarm = [{ type: "interrupted-in-flight", work }] as const;
      const { record, failures } = await runTrial(checked, { schedule: defaultOrder, swarm });
      const [interrupted] = record.lives;
      expect(failures).toEqual([]);
      expect({ work, lives: record.lives.length }).toEqual({ work, lives: 2 });
      expect(interrupted!.log.at(-1)).toMatchObject({ type: "run.ended", outcome: "interrupted" });
      const isLetGo = ({ type }: Event) => type === "effect.abandoned";
      const intents = interrupted!.log.filter(isLetGo).map((event) => {
        const { effectId } = event as Extract<Event, { type: "effect.abandoned" }>;
        return interrupted!.log[effectId - 1]!.type;
      });
      expect(intents).toContain(intentOf[work]);
    }
  });

  test("asks a popup that is shown again after a crash only once", async () => {
    const asking = { ...twoTickets, rules: [] };
    for (const seed of seeds.slice(0, 25)) {
      const swarm = drawSwarm(seed);
      await simulate({ scenario: asking, choose: () => 0, weather: swarm.weather });
      const popups = swarm.met.flatMap((fault) => (fault.type === "person" ? [fault.popupId] : []));
      expect(popups).toEqual([...new Set(popups)]);
    }
  });
});

test("a person decides otherwise than the scenario says, too", async () => {
  const swarm = [
    { type: "person", popupId: "spawn:A:1", decision: { type: "abort" } },
  ] as const satisfies readonly DrawnFault[];
  const scripted = { ...twoTickets, rules: [], user: [] };
  const { projection, failures } = await runTrial(scripted, { schedule: defaultOrder, swarm });
  expect(failures).toEqual([]);
  expect(projection.tickets.map(({ id, status }) => [id, status])).toContainEqual(["A", "failed"]);
});

test("two scenarios draw other faults from the same seeds", async () => {
  const faults = async (scenario: typeof twoTickets) => {
    const drawn: string[] = [];
    for (let seed = 0; seed < 6; seed++)
      drawn.push(JSON.stringify((await drawTrial(scenario, seed, { swarm: true })).trial.swarm));
    return drawn;
  };
  const [first, other] = [
    await faults(twoTickets),
    await faults({ ...twoTickets, name: "two others" }),
  ];
  expect(first).not.toEqual(other);
  expect(await faults(twoTickets)).toEqual(first);
});
