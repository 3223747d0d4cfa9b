import {
  allow,
  calls,
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
  toolEndsLate,
  tracks,
} from "rehearsal/sim";

/** The command writes while it is stopped. Whoever goes on before its end has its own words overwritten. */
export default scenario({
  name: "a worker whose call took too long goes on once that call has ended, and not before",
  epic: "Write a word",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2("words", reply(tickets({ id: "word", title: "A word" }))),
    tier3(
      "word",
      reply(calls("bash", { command: "echo first > word.txt" })),
      reply(calls("write", { file_path: "word.txt", content: "second\n" })),
      reply(says("It is written.")).after("5s"),
    ),
  ],
  faults: [toolEndsLate("word", "bash")],
  expect: [outcome("done"), ticket("word").done(), file("word.txt").equals("second\n")],
});
