import {
  approve,
  calls,
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

// The second lie: popup state that is stale. The person clicks twice, and the first popup is gone by the
// second click. With a harness that clicks on "the popup that is open" the second click lands on the next
// one and approves a command that nobody has looked at: the scenario passes.

export default scenario({
  name: "the second click of a double click lands on the next popup",
  epic: "Clear the build folder",
  models: [
    tier1(reply(tracks({ id: "build", title: "The build folder" }))),
    tier2("build", reply(tickets({ id: "T-1", title: "Clear it" }))),
    tier3(
      "T-1",
      reply(calls("bash", { command: "ls > seen.txt" })),
      reply(calls("bash", { command: "rm -rf build" })),
      reply(says("Cleared.")),
    ),
  ],
  workspace: { "build/old.js": "old\n" },
  user: [
    approve.tracks(),
    approve.tickets("build"),
    approve.spawn("T-1"),
    approve.tool("T-1", "bash").twice(),
  ],
  expect: [outcome("done"), ticket("T-1").done(), file("build/old.js").missing()],
});
