import {
  allow,
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

const tail = { id: "egg", title: "Egg", dependsOn: ["egg"] };

/** One track's plan stays wrong, and the other's is right. */
export default scenario({
  name: "a track that nobody can plan",
  epic: "Plan well",
  workspace: {},
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "hens", title: "The hens" }, { id: "hay", title: "The hay" }))),
    tier2("hens", reply(tickets(tail)), reply(tickets(tail)), reply(tickets(tail)).optional()),
    tier2("hay", reply(tickets({ id: "mow", title: "Mow" }))),
    tier3("mow", reply(says("Mown."))),
  ],
  expect: [outcome("failed"), ticket("mow").done()],
});
