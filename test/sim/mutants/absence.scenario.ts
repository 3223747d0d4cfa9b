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

/** Nobody can be asked about one ticket; another needs its slot meanwhile. */
export default scenario({
  name: "nobody is at home",
  epic: "Ring twice",
  workspace: {},
  rules: [allow.everything(), ask.spawn("door")],
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "bell", title: "The bell" }))),
    tier2("bell", reply(tickets({ id: "door", title: "Ring" }, { id: "gate", title: "Knock" }))),
    tier3("gate", reply(says("Knocked."))),
  ],
  user: [ignores.spawn("door")],
  expect: [outcome("waiting"), ticket("door").todo(), ticket("gate").done()],
});
