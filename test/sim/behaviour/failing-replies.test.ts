import { beforeAll, expect, test } from "bun:test";
import * as dsl from "../../../src/sim/api.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";

const { allow, overloaded, rateLimited, reply, says, scenario, tickets, tier1, tier2, tier3 } = dsl;

beforeAll(() => warmUp());

const plan = reply(dsl.tracks({ id: "math", title: "Subtraction" }));
const cut = reply(tickets({ id: "T-1", title: "Implement" }));
const work = reply(says("Done."));

/** A run whose sessions fail as these replies say, under one schedule and all its companions. */
const play = (replies: Record<"plan" | "cut" | "work", ReturnType<typeof reply>>, seed = 0) =>
  drawTrial(
    scenario({
      name: "failing",
      epic: "Add subtraction",
      rules: [allow.everything()],
      models: [tier1(replies.plan), tier2("math", replies.cut), tier3("T-1", replies.work)],
    }),
    seed,
    { swarm: false },
  );

test("our conductor meets a reply's faults try by try, on every tier, and the laws hold", async () => {
  for (const seed of [0, 1, 2]) {
    const { record, failures } = await play(
      {
        plan: plan.fails(rateLimited("1s"), overloaded()),
        cut: cut.fails(dsl.cut({ afterEvents: 2 })),
        work: work.fails(dsl.connectionRefused(), dsl.errorEvent({ afterEvents: 3 })),
      },
      seed,
    );
    expect(failures).toStrictEqual([]);
    const tries = record.log.flatMap((event) =>
      event.type === "model.started" ? [`${event.address.tier} ${event.address.try}`] : [],
    );
    expect(tries).toStrictEqual([
      ...["tier1 1", "tier1 2", "tier1 3"],
      ...["tier2 1", "tier2 2"],
      ...["tier3 1", "tier3 2", "tier3 3"],
    ]);
  }
});

test("a fault that no try meets is told as one from afar is", async () => {
  // A call that is refused for good has no second try.
  const failing = plan.fails(dsl.httpError(400), overloaded());
  const { failures } = await play({ plan: failing, cut, work });
  expect(failures.map(({ message }) => message.split("\n")[0])).toContain(
    'No call came for the fault "status" on tier1, turn 1, try 2.',
  );
});
