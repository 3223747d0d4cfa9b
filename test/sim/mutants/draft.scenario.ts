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

/** A Tech Lead proposes what can never be begun, and mends it when told. */
export default scenario({
  name: "a plan that bites its tail",
  epic: "Plan well",
  workspace: {},
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "plan", title: "The plan" }))),
    tier2(
      "plan",
      reply(
        tickets(
          { id: "egg", title: "Egg", dependsOn: ["hen"] },
          { id: "hen", title: "Hen", dependsOn: ["egg"] },
        ),
      ),
      reply(tickets({ id: "egg", title: "Egg" }, { id: "hen", title: "Hen", dependsOn: ["egg"] })),
    ),
    tier3("egg", reply(says("An egg."))),
    tier3("hen", reply(says("A hen."))),
  ],
  expect: [outcome("done"), ticket("egg").done(), ticket("hen").done()],
});
