import {
  allow,
  always,
  approve,
  asks,
  answer,
  calls,
  deny,
  edit,
  file,
  outcome,
  passes,
  refused,
  reject,
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

const write = (path: string, content: string) =>
  calls("write", { file_path: path, content: `${content}\n` });

/** A person is asked about everything, edits, clicks twice and says always; rules decide, too. */
export default scenario({
  name: "a person who is asked about all edits, clicks twice and says always, while rules decide, too",
  epic: "Paint two walls",
  workspace: { "README.md": "# Walls\n" },
  rules: [allow.tool("bash"), deny.tool("bash", { ticket: "west" })],
  checks: { east: [passes()], west: [passes()] },
  models: [
    tier1(reply(tracks({ id: "walls", title: "The walls" }))),
    tier2(
      "walls",
      reply(tickets({ id: "east", title: "Paint east" }, { id: "west", title: "Paint west" })),
    ),
    tier3(
      "east",
      reply(says("Two coats."), write("east", "first"), write("east", "second")),
      reply(calls("bash", { command: "ls" }), asks("Is it dry?")),
      reply(write("east", "third"), write("ladder", "away")),
      reply(says("East is painted.")),
    ),
    tier3(
      "west",
      reply(calls("bash", { command: "rm -rf /" }), write("west", "red")),
      reply(says("West is painted.")),
    ),
  ],
  user: [
    approve.tracks().twice(),
    edit.tickets(
      "walls",
      { id: "east", title: "Paint the east wall" },
      { id: "west", title: "Paint the west wall" },
    ),
    approve.spawn("east").twice(),
    edit.spawn("west", { prompt: "Paint it red." }).after("5s"),
    approve.tool("east", "write"),
    always.tool("east", "write").twice(),
    answer.question("east", "It is.").after("1s"),
    reject.tool("east", "write", "leave the ladder"),
    edit.tool("west", "write", { file_path: "west", content: "blue\n" }),
  ],
  expect: [
    outcome("done"),
    ticket("east").done(),
    ticket("west").done(),
    file("east").equals("third\n"),
    file("ladder").missing(),
    file("west").equals("blue\n"),
    refused("already-decided").times(3),
  ],
});
