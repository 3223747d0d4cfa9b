import {
  allow,
  calls,
  deny,
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

const running = (command: string) => [reply(calls("bash", { command })), reply(says("Done."))];

/** All is allowed but one command, and workers try it behind programs that run what they are given. */
export default scenario({
  name: "a denied command is not allowed behind programs that run what they are given",
  epic: "Publish it",
  workspace: { "src/a.ts": "export {};\n" },
  rules: [allow.everything(), deny.tool("bash", { command: "git push*" })],
  models: [
    tier1(reply(tracks({ id: "out", title: "Publish" }))),
    tier2(
      "out",
      reply(
        tickets(
          { id: "words", title: "In its words" },
          { id: "code", title: "In code" },
          { id: "plain", title: "Nothing of the kind" },
        ),
      ),
    ),
    tier3("words", ...running("npm exec -- git push origin")),
    tier3("code", ...running("hyperfine 'p=push; git $p'")),
    tier3("plain", ...running("ls src")),
  ],
  user: [
    reject.tool("words", "bash", "not from here"),
    reject.tool("code", "bash", "not from here"),
  ],
  expect: [outcome("done")],
});
