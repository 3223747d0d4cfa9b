import {
  allow,
  ask,
  calls,
  check,
  crash,
  edit,
  file,
  outcome,
  redo,
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

export default scenario({
  name: "a command that a person has edited is cut off by a crash, and what is asked about is the edited one",
  epic: "Empty the shed",
  workspace: { "shed/rake.txt": "rake\n", "shed/bomb.txt": "old fireworks\n" },
  rules: [allow.everything(), ask.tool("bash")],
  models: [
    tier1(reply(tracks({ id: "shed", title: "The shed" }))),
    tier2("shed", reply(tickets({ id: "empty", title: "Empty it" }))),
    tier3(
      "empty",
      reply(calls("bash", { command: "rm -r shed" })),
      reply(says("The rake is still there: good.")),
    ),
  ],
  faults: [crash({ at: "tool.ended" })],
  user: [edit.tool("empty", "bash", { command: "rm -f shed/bomb.txt" }), redo.inDoubt("empty")],
  expect: [
    outcome("done"),
    ticket("empty").done(),
    file("shed/rake.txt").equals("rake\n"),
    file("shed/bomb.txt").missing(),
    check("the doubt shows what may have been done", ({ log }) =>
      log.some(
        (event) =>
          event.type === "popup.opened" &&
          event.popup.kind === "in-doubt" &&
          event.popup.payload.input["command"] === "rm -f shed/bomb.txt",
      ),
    ),
  ],
});
