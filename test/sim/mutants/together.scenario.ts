import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const key = (name: string, letter: string) =>
  calls("write", { file_path: `keys/${name}.txt`, content: `${letter}\n` });

/** Two tickets that are each right and wrong together; the later one is sent back. */
export default scenario({
  name: "right apart and wrong together",
  epic: "Give each command a key",
  workspace: { "keys/help.txt": "h\n" },
  rules: [allow.everything()],
  config: { check: 'test -z "$(cat keys/*.txt | sort | uniq -d)"', attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "keys", title: "Keys" }))),
    tier2("keys", reply(tickets({ id: "list", title: "List" }, { id: "load", title: "Load" }))),
    tier3("list", reply(key("list", "l")).after("1s"), reply(says("l lists."))),
    tier3("load", reply(key("load", "l")).after("1m"), reply(says("l loads."))),
    tier4("load", reply(says("Take o."))),
    tier3("load", reply(key("load", "o")), reply(says("Now o loads."))).attempt(2),
  ],
  expect: [outcome("done")],
});
