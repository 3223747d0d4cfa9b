import {
  allow,
  approve,
  ask,
  calls,
  check,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  treeLost,
  workspaceFails,
} from "rehearsal/sim";

const ids = ["first", "second", "third", "fourth", "fifth"];
const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** Two workers for five tickets. What waits for a person or a mending gives its place up, and nobody waits without need. */
export default scenario({
  name: "tickets that wait for a person or a mending keep no slot and no place in the line of merges",
  epic: "Write five pages",
  rules: [allow.everything(), ask.merge("first")],
  config: { workers: 2, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "book", title: "A book" }))),
    tier2("book", reply(tickets(...ids.map((id) => ({ id, title: `Write the ${id} page` }))))),
    ...ids.map((id) => tier3(id, reply(write(`${id}.txt`)), reply(says("Written.")))),
    tier3("fifth", reply(write("fifth.txt")), reply(says("Written again."))).attempt(2),
  ],
  user: [approve.merge("first").onReturn()],
  faults: [
    workspaceFails("fourth", "commit"),
    workspaceFails("third", "merge"),
    treeLost("fifth", "commit"),
  ],
  expect: [
    outcome("done"),
    ...ids.map((id) => ticket(id).done()),
    check("the lost tree was made anew before anybody had to look", (run) => {
      const end = run.log.findIndex(({ type }) => type === "run.ended");
      const lost = run.log.findIndex(({ type }) => type === "attempt.failed");
      return lost !== -1 && lost < end;
    }),
  ],
});
