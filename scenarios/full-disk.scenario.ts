import {
  allow,
  approve,
  calls,
  diskFull,
  file,
  outcome,
  popups,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const script = {
  epic: "Write a line",
  models: [
    tier1(reply(tracks({ id: "line", title: "One line" }))),
    tier2("line", reply(tickets({ id: "T-1", title: "Write it" }))),
    tier3(
      "T-1",
      reply(says("Here it comes."), calls("write", { file_path: "line.txt", content: "…" })),
    ),
  ],
};

const expect = [outcome("waiting"), file("line.txt").missing()];

export default [
  scenario({
    ...script,
    name: "with a full disk nothing more is done, since nothing more could be remembered",
    rules: [allow.everything()],
    // The intent to write the line never comes to be on disk.
    faults: [diskFull({ at: "tool.started" })],
    expect,
  }),

  scenario({
    ...script,
    name: "with a full disk a popup is not shown, since its answer could not be remembered",
    rules: [allow.tracks(), allow.tickets(), allow.spawn()],
    user: [approve.tool("T-1", "write").optional()],
    faults: [diskFull({ at: "popup.opened" })],
    expect: [...expect, popups("tool").inOrder()],
  }),
];
