import {
  approve,
  calls,
  file,
  outcome,
  reject,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

// The third lie: an approval that fits anything. The person approves whatever "T-1" wants to do, and
// rejects its shell commands. A harness that clicks on the first button that fits approves the command,
// and the scenario passes although its author meant to have it rejected.

export default scenario({
  name: "an approval that fits whatever comes",
  epic: "Clear the build folder",
  models: [
    tier1(reply(tracks({ id: "build", title: "The build folder" }))),
    tier2("build", reply(tickets({ id: "T-1", title: "Clear it" }))),
    tier3("T-1", reply(calls("bash", { command: "rm -rf build" })), reply(says("Done."))),
  ],
  workspace: { "build/old.js": "old\n" },
  user: [
    approve.tracks(),
    approve.tickets("build"),
    approve.spawn("T-1"),
    approve.tool("T-1"),
    reject.tool("T-1", "bash", "leave the build folder alone"),
  ],
  expect: [outcome("done"), file("build/old.js").missing()],
});
