import {
  allow,
  approve,
  calls,
  check,
  conflictLeft,
  file,
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

/** A command of the worker's writes into its file twice, each time between the check and the commit. */
export default scenario({
  name: "what came into a tree behind its check, and a person lets pass, is checked before it is merged",
  epic: "Sort the table",
  workspace: { "a.txt": "one\n" },
  rules: [allow.everything()],
  config: { check: "true" },
  models: [
    tier1(reply(tracks({ id: "tables", title: "Tables" }))),
    tier2("tables", reply(tickets({ id: "a", title: "Table A" }))),
    tier3(
      "a",
      reply(calls("write", { file_path: "a.txt", content: "two\n" })),
      reply(says("Sorted.")),
      reply(says("It is fine.")),
    ),
  ],
  user: [approve.leftovers("a")],
  faults: [conflictLeft("a", "commit"), conflictLeft("a", "commit", 2)],
  expect: [
    outcome("done"),
    ticket("a").done(),
    file("a.txt").contains(">>>>>>>"),
    check("it was checked as it was merged", ({ log }) =>
      log.some((event) => event.type === "check.started" && event.merging !== undefined),
    ),
  ],
});
