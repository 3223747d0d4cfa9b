import {
  allow,
  approve,
  calls,
  crash,
  ignores,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  toolHangs,
  tracks,
} from "rehearsal/sim";

/** The process dies in a call, and nobody says whether it happened. */
export default scenario({
  name: "a call in doubt that nobody decides in time gives its ticket up, and no other",
  epic: "Send two letters",
  workspace: { ".gitignore": "draft/\n" },
  rules: [
    allow.tracks(),
    allow.tickets(),
    allow.spawn(),
    allow.tool("write"),
    allow.tool("bash"),
    allow.merge(),
  ],
  config: { popupTimeoutMs: 60_000, toolTimeoutMs: 5_000, turns: 3, workers: 1, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "post", title: "Post" }))),
    tier2("post", reply(tickets({ id: "one", title: "One" }, { id: "two", title: "Two" }))),
    tier3("one", reply(calls("bash", { command: "send one" })), reply(says("Sent.")).optional()),
    // Its last turn is over when its letter is left out, so it is the person who hears of it.
    tier3(
      "two",
      reply(calls("write", { file_path: "draft/two.txt", content: "Dear\n" })),
      reply(calls("bash", { command: "send two" })),
      reply(says("Sent.")),
    ),
  ],
  user: [ignores.inDoubt("one"), approve.leftovers("two")],
  faults: [crash({ at: "tool.ended" }), toolHangs("two", "bash")],
  expect: [outcome("failed"), ticket("one").failed(), ticket("two").done()],
});
