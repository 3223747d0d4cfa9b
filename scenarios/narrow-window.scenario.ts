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

const text = (lines: number) => "The tide is in, and the boats are out.\n".repeat(lines);

/** What does not fit goes, the oldest first; what a turn came to just now stays, and where that is too much, its ticket ends. */
export default scenario({
  name: "a window holds what was read last and little more, and not a file that is longer than itself",
  epic: "Read the harbour's books",
  workspace: { "short.txt": text(8), "long.txt": text(90), "longer.txt": text(400) },
  rules: [allow.everything()],
  config: { contextTokens: 4_000, maxOutputTokens: 1_000, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "books", title: "The books" }))),
    tier2(
      "books",
      reply(
        tickets(
          { id: "reads", title: "Read two" },
          { id: "drowns", title: "Read a long one" },
          { id: "copies", title: "Write a long one" },
        ),
      ),
    ),
    tier3(
      "reads",
      reply(says(text(60)), calls("read", { file_path: "short.txt" })),
      reply(calls("read", { file_path: "long.txt" })),
      reply(says("Boats are out.")),
    ),
    tier3("drowns", reply(calls("read", { file_path: "longer.txt" }))),
    tier3(
      "copies",
      reply(calls("write", { file_path: "copy.txt", content: text(300) })).deltas(400),
    ),
  ],
  expect: [
    outcome("failed"),
    ticket("reads").done(),
    ticket("drowns").failed(),
    ticket("copies").failed(),
  ],
});
