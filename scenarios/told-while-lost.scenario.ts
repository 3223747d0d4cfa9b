import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  tells,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  treeLost,
} from "rehearsal/sim";

const sets = (words: string) => reply(calls("write", { file_path: "oven.txt", content: words }));

/** Twice somebody deletes the worker's tree, so that the run waits; then a person says something, and resumes it. */
export default scenario({
  name: "what is said to a ticket whose tree is lost is read by the worker that begins again",
  epic: "Bake bread",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "bread", title: "Bread" }))),
    tier2("bread", reply(tickets({ id: "oven", title: "Set the oven" }))),
    tier3("oven", sets("200\n")),
    tier3("oven", sets("210\n")).attempt(2),
    tier3("oven", sets("220\n"), reply(says("It is set."))).attempt(3),
  ],
  faults: [treeLost("oven", "tool", 1), treeLost("oven", "tool", 2)],
  interventions: [tells("oven", "Not above 220.", { at: "run.ended" })],
  expect: [outcome("done")],
});
