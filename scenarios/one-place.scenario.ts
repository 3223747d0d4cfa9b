import {
  allow,
  always,
  approve,
  ask,
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
  workspaceFails,
} from "rehearsal/sim";

const runs = calls("bash", { command: "touch words.txt" });

// One worker for four tickets. Nobody is there for the first one's call until an "always" for the second one's decides it.
export default scenario({
  name: "a worker whose call is decided while nobody attends has its place again, and one without a tree has none",
  epic: "Write four words",
  rules: [allow.everything(), ask.tool("bash")],
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(...["one", "two", "three", "four"].map((id) => ({ id, title: `Write ${id}` }))),
      ),
    ),
    tier3("one", reply(runs), reply(says("Written.")).after("90s")),
    tier3("two", reply(runs), reply(says("Written."))),
    tier3("three", reply(says("There is nothing to write.")).after("1m")),
    tier3("four", reply(says("Nor here."))),
  ],
  user: [approve.tool("one", "bash").onReturn().optional(), always.tool("two", "bash").after("1s")],
  faults: [workspaceFails("four", "prepare")],
  expect: [outcome("done"), ...["one", "two", "three", "four"].map((id) => ticket(id).done())],
});
