import {
  allow,
  calls,
  diskFull,
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

export default scenario({
  name: "with a full disk nothing more is done, since nothing more could be remembered",
  epic: "Write a line",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "line", title: "One line" }))),
    tier2("line", reply(tickets({ id: "T-1", title: "Write it" }))),
    tier3(
      "T-1",
      reply(says("Here it comes."), calls("write", { file_path: "line.txt", content: "…" })),
    ),
  ],
  // The intent to write the line never comes to be on disk.
  faults: [diskFull({ at: "tool.started" })],
  expect: [outcome("waiting"), file("line.txt").missing()],
});
