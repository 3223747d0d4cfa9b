import { expect, test } from "bun:test";
import {
  allow,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  defaultOrder,
  runTrial,
} from "../../src/sim/api.ts";
test("a run that ends otherwise because a session came to nothing says why it did", async () => {
  const late = scenario({
    name: "a provider that takes half an hour",
    epic: "e",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "t", title: "T" }))),
      tier2("t", reply(tickets({ id: "A", title: "a" }))),
      tier3("A", reply(says("at last")).after("30m")),
    ],
    expect: [outcome("done")],
  });
  const { failures } = await runTrial(late, {
    schedule: defaultOrder,
    swarm: null,
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "anthropic",
    server: null,
  });
  expect(failures[0]?.kind).toBe("expectation");
  expect(failures[0]?.message).toContain(
    "Before that, tier3:A:1 paused: stalled: nothing came for 120 s",
  );
});
