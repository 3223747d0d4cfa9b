import {
  allow,
  approve,
  ask,
  calls,
  edit,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  toolFails,
  tracks,
} from "rehearsal/sim";

const list = reply(calls("bash", { command: "ls beds" }));

/** Calls that fail: one that a person edited, and one that is made again and again. */
export default scenario({
  name: "calls that fail are told as they were made: one that a person edited, and one that is made again and again",
  epic: "Dig",
  workspace: { "beds/a.txt": "peas\n" },
  rules: [allow.everything(), ask.tool("bash", { command: "dig" })],
  config: { repeats: 2 },
  models: [
    tier1(reply(tracks({ id: "garden", title: "The garden" }))),
    tier2("garden", reply(tickets({ id: "dig", title: "Dig" }))),
    tier3(
      "dig",
      reply(calls("bash", { command: "dig" })),
      list,
      list,
      list,
      reply(says("The spade is broken.")),
    ),
  ],
  user: [edit.tool("dig", "bash", { command: "ls" }), approve.tool("dig", "bash")],
  faults: [
    toolFails("dig", "bash", 1),
    toolFails("dig", "bash", 2),
    toolFails("dig", "bash", 3),
    toolFails("dig", "bash", 4),
  ],
  expect: [outcome("done"), ticket("dig").done()],
});
