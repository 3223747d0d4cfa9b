import {
  abort,
  allow,
  calls,
  conflictLeft,
  file,
  outcome,
  popups,
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

const write = (path: string) => calls("write", { file_path: path, content: "two\n" });

/** By the rules a commit may leave its drafts out: that is no word on the conflict which it holds besides. */
export default scenario({
  name: "a commit holds a conflict and leaves a draft out: a person is asked in spite of the rules",
  epic: "Sort the tables",
  workspace: { ".gitignore": "drafts/\n", "table.txt": "one\n" },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "tables", title: "Tables" }))),
    tier2(
      "tables",
      reply(tickets({ id: "table", title: "The table" }, { id: "draft", title: "Only a draft" })),
    ),
    tier3(
      "table",
      reply(write("table.txt"), write("drafts/table.txt")),
      reply(says("Sorted.")),
      reply(says("It is fine.")),
    ),
    tier3(
      "draft",
      reply(write("drafts/draft.txt")),
      reply(says("Drafted.")),
      reply(says("It may stay where git does not look.")),
    ),
  ],
  user: [abort.leftovers("table")],
  faults: [conflictLeft("table", "commit")],
  expect: [
    outcome("failed"),
    ticket("table").failed(),
    ticket("draft").done(),
    file("table.txt").equals("one\n"),
    popups("leftovers").inOrder(),
  ],
});
