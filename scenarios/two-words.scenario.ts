import {
  allow,
  approve,
  ask,
  calls,
  outcome,
  reply,
  says,
  scenario,
  stream,
  tells,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** Both words come while a person thinks about the worker's call, and go with its result. */
export default scenario({
  name: "a worker reads all that a person said since its last turn, in its order",
  epic: "Mend the fence",
  rules: [allow.everything(), ask.tool("bash")],
  models: [
    tier1(reply(tracks({ id: "farm", title: "The farm" }))),
    tier2("farm", reply(tickets({ id: "fence", title: "Mend the fence" }))),
    tier3(
      "fence",
      reply(calls("bash", { command: "echo oak > fence.txt" })),
      reply(says("Mended.")),
    ),
  ],
  interventions: [
    tells("fence", "Take oak.", { at: "popup.opened" }),
    tells("fence", "And paint it.", { at: "popup.opened" }),
  ],
  user: [approve.tool("fence", "bash").after("1m")],
  expect: [
    outcome("done"),
    ticket("fence").done(),
    stream("Tier 3 (Worker): fence").contains("Mended."),
  ],
});
