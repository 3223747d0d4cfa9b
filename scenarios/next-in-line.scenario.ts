import {
  allow,
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
  tier4,
  tracks,
} from "rehearsal/sim";

const key = (name: string, letter: string) =>
  calls("write", { file_path: `keys/${name}.txt`, content: `${letter}\n` });

/** `load` wants the letter that `list` has, and QA thinks about that for long; `save` reports so late. */
const keys = (saveReports: `${number}s`) => ({
  epic: "Give each command a key",
  workspace: { "keys/help.txt": "h\n" },
  rules: [allow.everything()],
  config: { check: 'test -z "$(cat keys/*.txt | sort | uniq -d)"', attempts: 2, workers: 3 },
  models: [
    tier1(reply(tracks({ id: "keys", title: "Keys" }))),
    tier2(
      "keys",
      reply(
        tickets(
          { id: "list", title: "A key for list" },
          { id: "load", title: "A key for load" },
          { id: "save", title: "A key for save" },
        ),
      ),
    ),
    tier3("list", reply(key("list", "l")), reply(says("l lists."))),
    tier3("load", reply(key("load", "l")).after("10s"), reply(says("l loads."))),
    tier4("load", reply(says("list has the letter l already: take o.")).after("90s")),
    tier3("load", reply(key("load", "o")), reply(says("Now o loads."))).attempt(2),
    tier3("save", reply(key("save", "s")).after(saveReports), reply(says("s saves."))),
  ],
});

const savedMeanwhile = check("save is done before QA has spoken of load", ({ log }) => {
  const done = log.findIndex((one) => one.type === "ticket.done" && one.ticketId === "save");
  const failed = log.findIndex(({ type }) => type === "attempt.failed");
  return done !== -1 && done < failed;
});

export default [
  scenario({
    ...keys("30s"),
    name: "a merge that fails its check does not keep the next in line waiting",
    expect: [outcome("done"), ticket("load").attempts(2), savedMeanwhile],
  }),

  // Here `save` stands in line already when the check of the merge before it fails.
  scenario({
    ...keys("10s"),
    name: "a merge that fails its check wakes the next in line",
    expect: [outcome("done")],
  }),
];
