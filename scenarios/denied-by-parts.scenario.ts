import {
  allow,
  calls,
  deny,
  file,
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

/** Rules that speak of paths and commands, and calls that are inside of a fence, outside, and beside it. */
export default scenario({
  name: "a rule on a folder sees its hidden files, and one on a command sees it among others",
  epic: "Keep the garden",
  workspace: { "keys/.env": "SECRET=1\n", "beds/a.txt": "peas\n" },
  rules: [
    allow.everything(),
    deny.tool("write", { path: "keys/**" }),
    deny.tool("bash", { command: "rm *" }),
  ],
  models: [
    tier1(reply(tracks({ id: "garden", title: "The garden" }))),
    tier2("garden", reply(tickets({ id: "keep", title: "Keep it" }))),
    tier3(
      "keep",
      reply(calls("write", { file_path: "keys/.env", content: "SECRET=2\n" })),
      reply(calls("bash", { command: "ls beds && rm keys/.env" })),
      reply(calls("write", { file_path: "beds/b.txt", content: "beans\n" })),
      reply(says("Kept.")),
    ),
  ],
  user: [],
  expect: [
    outcome("done"),
    file("beds/b.txt").equals("beans\n"),
    file("keys/.env").equals("SECRET=1\n"),
  ],
});
