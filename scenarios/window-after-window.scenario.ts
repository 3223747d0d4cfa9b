import {
  allow,
  calls,
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
} from "rehearsal/sim";

const lines = "The tide is in, and the boats are out.\n".repeat(90);
const read = (line: number) =>
  calls("read", { file_path: "log.txt", view_range: [line, line + 1] });

// The second worker begins with a prompt that may be too long by the tokenizer of some model. What the first one's calls took
// says how the server counts, and nothing of what the second has been told.
export default scenario({
  name: "a worker whose first prompt is long goes by how the server counted another's, and not by how many turns that had",
  epic: "Read the harbour's log",
  workspace: { "log.txt": lines },
  rules: [allow.everything()],
  config: { contextTokens: 4_500, maxOutputTokens: 1_000, attempts: 1, workers: 1 },
  models: [
    tier1(reply(tracks({ id: "log", title: "The log" }))),
    tier2(
      "log",
      reply(
        tickets(
          { id: "begins", title: "Read it line by line" },
          { id: "goes-on", title: "Read all of it", files: ["log.txt"], dependsOn: ["begins"] },
        ),
      ),
    ),
    tier3("begins", ...[1, 3, 5, 7].map((line) => reply(read(line))), reply(says("Boats."))),
    tier3("goes-on", reply(read(9)), reply(says("Boats are out."))),
  ],
  expect: [outcome("done"), ticket("begins").done(), ticket("goes-on").done()],
});
