import {
  allow,
  calls,
  file,
  outcome,
  popups,
  reply,
  retry,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const key = (name: string, letter: string) =>
  calls("write", { file_path: `keys/${name}.txt`, content: `${letter}\n` });

// Each ticket passes the check alone, and there is one attempt each: a person gives `load` another one.
export default scenario({
  name: "what is wrong together once no attempt is left is a person's to decide",
  epic: "Give each command a key",
  workspace: { "keys/help.txt": "h\n" },
  rules: [allow.everything()],
  config: { check: 'test -z "$(cat keys/*.txt | sort | uniq -d)"', attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "keys", title: "Keys" }))),
    tier2(
      "keys",
      reply(
        tickets(
          { id: "list", title: "A key for list" },
          { id: "load", title: "A key for load" },
          { id: "move", title: "A key for move" },
        ),
      ),
    ),
    tier3("list", reply(key("list", "l")).after("1s"), reply(says("l lists."))),
    tier3("load", reply(key("load", "l")).after("1m"), reply(says("l loads."))),
    tier3("move", reply(key("move", "m")).after("61s"), reply(says("m moves."))),
    tier4("load", reply(says("list has the letter l already: take o."))),
    tier3("load", reply(key("load", "o")), reply(says("Now o loads."))).attempt(2),
  ],
  // What stands in line behind it does not wait for the person.
  user: [retry.merge("load").onReturn()],
  expect: [
    outcome("done"),
    popups("merge").inOrder(),
    ticket("load").attempts(2),
    ticket("move").done(),
    file("keys/load.txt").contains("o"),
  ],
});
