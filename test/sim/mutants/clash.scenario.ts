import {
  abort,
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
  tracks,
} from "rehearsal/sim";

const key = (name: string) => calls("write", { file_path: `keys/${name}.txt`, content: "l\n" });

/** Two tickets that are each right and wrong together, and the later one has no attempt left. */
export default scenario({
  name: "right apart, wrong together, and nobody mends it",
  epic: "Give each command a key",
  workspace: { "keys/help.txt": "h\n" },
  rules: [allow.everything()],
  config: { check: 'test -z "$(cat keys/*.txt | sort | uniq -d)"', attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "keys", title: "Keys" }))),
    tier2("keys", reply(tickets({ id: "list", title: "List" }, { id: "load", title: "Load" }))),
    tier3("list", reply(key("list")).after("1s"), reply(says("l lists."))),
    tier3("load", reply(key("load")).after("1m"), reply(says("l loads."))),
  ],
  user: [abort.merge("load")],
  expect: [outcome("failed")],
});
