import {
  allow,
  approve,
  calls,
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

const build = reply(calls("bash", { command: "cat missing.txt" }));

export default scenario({
  name: "a worker makes the same call again and again: it is told, then a person is asked",
  epic: "Build it",
  rules: [allow.everything()],
  config: { repeats: 2 },
  models: [
    tier1(reply(tracks({ id: "main", title: "Main" }))),
    tier2("main", reply(tickets({ id: "T-1", title: "Build" }))),
    tier3("T-1", build, build, build, reply(says("It does not build."))),
  ],
  user: [approve.tool("T-1", "bash")],
  expect: [outcome("done"), ticket("T-1").done()],
});
