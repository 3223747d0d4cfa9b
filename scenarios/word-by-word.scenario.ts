import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  slow,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const words = "One word, and then another one, and in the end all of them are there.";

/** Each piece comes in time, and the whole reply takes far longer than a silence may, or pings alone. */
export default scenario({
  name: "a model that tells its reply word by word is heard to the end",
  epic: "Count the words",
  rules: [allow.everything()],
  config: { stallTimeoutMs: 10_000 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2("words", reply(tickets({ id: "count", title: "Count them" }))),
    tier3(
      "count",
      reply(calls("write", { file_path: "words.txt", content: `${words}\n` }))
        .deltas(5)
        .fails(slow("8s")),
      reply(says(words)).deltas(5).fails(slow("8s")),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("count").attempts(1),
    stream("Tier 3 (Worker): count").equals(words),
  ],
});
