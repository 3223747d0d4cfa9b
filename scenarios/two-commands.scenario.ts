import {
  always,
  approve,
  calls,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** One reply runs two commands, and the person always allows the first. */
export default scenario({
  name: "an “always” for one of two commands leaves the other to be asked about",
  epic: "Look around",
  workspace: { "src/a.ts": "export {};\n" },
  models: [
    tier1(reply(tracks({ id: "look", title: "Look around" }))),
    tier2("look", reply(tickets({ id: "T-1", title: "List all" }))),
    tier3(
      "T-1",
      reply(calls("bash", { command: "ls src" }), calls("bash", { command: "rm src/a.ts" })),
      reply(says("Looked.")),
    ),
  ],
  user: [
    approve.tracks(),
    approve.tickets("look"),
    approve.spawn("T-1"),
    always.tool("T-1", "bash"),
    approve.tool("T-1", "bash").optional(),
  ],
  expect: [outcome("done")],
});
