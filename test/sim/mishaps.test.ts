import { expect, test } from "bun:test";
import {
  allow,
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
test("a reply that is missing because a session failed says why it failed", async () => {
  const late = scenario({
    name: "a provider that takes half an hour",
    epic: "e",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "t", title: "T" }))),
      tier2("t", reply(tickets({ id: "A", title: "a" }))),
      tier3("A", reply(says("at last")).after("30m")),
    ],
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
  expect(failures[0]?.kind).toBe("unmatched-request");
  expect(failures[0]?.message).toContain(
    "Before that, tier3:A:1 failed: stalled: nothing came for 120 s",
  );
});
