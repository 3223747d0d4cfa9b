import {
  abort,
  allow,
  calls,
  conflictLeft,
  file,
  outcome,
  popups,
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

const write = (path: string, content: string) => calls("write", { file_path: path, content });
const conflict = "<<<<<<< HEAD\nmine\n=======\nyours\n>>>>>>> topic\n";

/**
 * Commands of three workers leave a file in conflict each, of one of them twice; a fourth writes a page that shows what a conflict
 * looks like.
 */
export default scenario({
  name: "workers leave conflicts: each hears of it first, and what stays unsolved is asked about in spite of the rules",
  epic: "Sort the tables",
  workspace: { "a.txt": "one\n", "b.txt": "one\n", "c.txt": "one\n", "merging.md": conflict },
  rules: [allow.everything()],
  config: { check: "true" },
  models: [
    tier1(reply(tracks({ id: "tables", title: "Tables" }))),
    tier2(
      "tables",
      reply(
        tickets(
          { id: "a", title: "Table A" },
          { id: "b", title: "Table B" },
          { id: "c", title: "Table C" },
          { id: "page", title: "A page about merging" },
        ),
      ),
    ),
    tier3(
      "a",
      reply(write("a.txt", "two\n")),
      reply(says("Sorted.")),
      reply(write("a.txt", "one\ntwo\n")),
      reply(says("Solved.")),
    ),
    tier3(
      "b",
      reply(write("b.txt", "two\n")),
      reply(says("Sorted.")),
      reply(write("b.txt", "two\n>>>>>>> Stashed changes\n")),
      reply(says("Solved.")),
      reply(write("b.txt", "two\n>>>>>>> Stashed changes\n")),
      reply(says("Now it is.")),
      reply(write("b.txt", "two\n")),
      reply(says("Now it really is.")),
    ),
    tier3("c", reply(write("c.txt", "two\n")), reply(says("Sorted.")), reply(says("It is fine."))),
    tier3("page", reply(write("merging.md", `${conflict}${conflict}`)), reply(says("Shown."))),
  ],
  user: [
    reject.leftovers("b", "git has left a conflict"),
    reject.leftovers("b", "a line of git's is left"),
    abort.leftovers("c"),
  ],
  faults: [
    conflictLeft("a", "commit"),
    conflictLeft("b", "commit"),
    conflictLeft("b", "commit", 2),
    conflictLeft("c", "commit"),
  ],
  expect: [
    outcome("failed"),
    ticket("a").done(),
    ticket("b").done(),
    ticket("c").failed(),
    ticket("page").done(),
    file("a.txt").contains("one\ntwo\n"),
    file("b.txt").not.contains(">>>>>>>"),
    popups("leftovers", "leftovers", "leftovers").inOrder(),
  ],
});
