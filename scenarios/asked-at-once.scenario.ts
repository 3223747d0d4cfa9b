import {
  allow,
  always,
  approve,
  ask,
  calls,
  ignores,
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

const asking = (command: string) => [reply(calls("bash", { command })), reply(says("Done."))];

/** Three wait at the same time, two of them with the same command; one answer is for two. */
export default scenario({
  name: "three wait at the same time, two of them with the same command, and one answer is for two",
  epic: "Look around",
  workspace: { "src/a.ts": "export {};\n" },
  rules: [allow.everything(), ask.tool("bash")],
  models: [
    tier1(reply(tracks({ id: "look", title: "Look" }))),
    tier2(
      "look",
      reply(
        tickets(
          { id: "first", title: "List the sources" },
          { id: "same", title: "List them, too" },
          { id: "other", title: "List all" },
        ),
      ),
    ),
    tier3("first", ...asking("ls src")),
    tier3("same", ...asking("ls src")),
    tier3("other", ...asking("ls")),
  ],
  user: [
    always.tool("first", "bash").after("5s"),
    ignores.tool("same", "bash"),
    approve.tool("other", "bash").after("20s"),
  ],
  expect: [outcome("done")],
});
