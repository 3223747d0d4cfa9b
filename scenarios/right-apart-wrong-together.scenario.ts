import {
  allow,
  calls,
  check,
  crash,
  file,
  outcome,
  reply,
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

// Each ticket passes the check alone; `load` comes a minute later, and both want the letter l.
export default scenario({
  name: "two tickets that are each right and wrong together are made right before they are done",
  epic: "Give each command a key",
  workspace: { "keys/help.txt": "h\n" },
  rules: [allow.everything()],
  config: { check: 'test -z "$(cat keys/*.txt | sort | uniq -d)"', attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "keys", title: "Keys" }))),
    tier2(
      "keys",
      reply(
        tickets({ id: "list", title: "A key for list" }, { id: "load", title: "A key for load" }),
      ),
    ),
    tier3("list", reply(key("list", "l")).after("1s"), reply(says("l lists."))),
    tier3("load", reply(key("load", "l")).after("1m"), reply(says("l loads."))),
    tier4("load", reply(says("list has the letter l already: take o."))),
    tier3("load", reply(key("load", "o")), reply(says("Now o loads."))).attempt(2),
  ],
  // The process dies while both are checked together, which nothing else would tell from a check of one.
  faults: [crash({ at: "check.ended", nth: 3 })],
  expect: [
    outcome("done"),
    ticket("list").attempts(1),
    ticket("load").attempts(2),
    file("keys/list.txt").contains("l"),
    file("keys/load.txt").contains("o"),
    check(
      "QA hears that the ticket's own work passed, and fails with what others have merged",
      ({ log }) => {
        const asked = log.filter(
          (event) => event.type === "session.opened" && event.tier === "tier4",
        );
        return (
          asked.length === 1 && /passed on this ticket's work alone/.test(JSON.stringify(asked))
        );
      },
    ),
  ],
});
