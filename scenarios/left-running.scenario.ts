import {
  allow,
  calls,
  crash,
  file,
  logRemoved,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  toolOutlives,
  tracks,
} from "rehearsal/sim";

const write = (path: string, content: string) => calls("write", { file_path: path, content });
const bash = (command: string) => calls("bash", { command });

// The process dies while the cook's shell is at work. The shell goes on: it has salted the soup by the time that the next
// process ends it, or it never does, and the person looks which. Later somebody clears the log away (`git clean -fdx`).
export default scenario({
  name: "a shell outlives its process, and the log is cleared away: the soup is salted once",
  epic: "Cook a soup",
  workspace: { "soup.txt": "leek\n" },
  rules: [allow.everything()],
  config: { check: "test -s soup.txt" },
  models: [
    tier1(reply(tracks({ id: "kitchen", title: "Kitchen" }))),
    tier2(
      "kitchen",
      reply(tickets({ id: "salt", title: "Salt it" }, { id: "lay", title: "Lay the table" })),
    ),
    tier3("salt", reply(bash("echo salt >> soup.txt")), reply(says("Salted."))),
    tier3("lay", reply(write("table.txt", "spoon\n")).after("2s"), reply(says("Laid."))),
  ],
  faults: [
    toolOutlives("salt", "bash"),
    crash({ at: "tool.started", nth: 2 }),
    logRemoved({ at: "merge.started" }),
  ],
  expect: [
    outcome("done"),
    ticket("salt").attempts(1),
    file("soup.txt").equals("leek\nsalt\n"),
    file("table.txt").equals("spoon\n"),
  ],
});
