import {
  allow,
  ask,
  ignores,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** One popup is seen and not answered before its time is up. */
export default scenario({
  name: "nobody comes to the door",
  epic: "Ring twice",
  workspace: {},
  rules: [allow.everything(), ask.spawn("door")],
  config: { workers: 1, popupTimeoutMs: 60_000 },
  models: [
    tier1(reply(tracks({ id: "bell", title: "The bell" }))),
    tier2("bell", reply(tickets({ id: "door", title: "Ring" }, { id: "gate", title: "Knock" }))),
    tier3("gate", reply(says("Knocked."))),
  ],
  user: [ignores.spawn("door")],
  expect: [outcome("failed"), ticket("door").failed(), ticket("gate").done()],
});
