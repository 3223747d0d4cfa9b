import {
  allow,
  calls,
  crash,
  outcome,
  rateLimited,
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

// A provider asks one worker for ten minutes, and the process dies while they run. The next process knows of them from the
// log: what a provider asked for is waited for all the same.
export default scenario({
  name: "a pause that a provider asked for outlives the process",
  epic: "Bake a cake",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "cake", title: "The cake" }))),
    tier2("cake", reply(tickets({ id: "dough", title: "Knead" }, { id: "oven", title: "Heat" }))),
    tier3("dough", reply(says("Kneaded.")).fails(rateLimited("10m"))),
    tier3(
      "oven",
      reply(calls("write", { file_path: "oven.txt", content: "200\n" })).after("30s"),
      reply(says("Hot.")),
    ),
  ],
  faults: [crash({ at: "tool.started" })],
  expect: [outcome("done"), ticket("dough").attempts(1), ticket("oven").done()],
});
