import {
  allow,
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

/** A file that is thought to fill the window nearly, and one that leaves room for the mistake in such a guess. */
export default scenario({
  name: "a first prompt that fills its window to the brim is not sent, because what it takes is a guess",
  epic: "Read the harbour's books",
  workspace: { "brim.txt": text(1_950), "most.txt": text(1_600) },
  rules: [allow.everything()],
  config: { contextTokens: 24_000, maxOutputTokens: 1_000, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "books", title: "The books" }))),
    tier2(
      "books",
      reply(
        tickets(
          { id: "brim", title: "Read the long one", files: ["brim.txt"] },
          { id: "most", title: "Read the other", files: ["most.txt"] },
        ),
      ),
    ),
    tier3("brim", reply(says("It says that the boats are out.")).optional()),
    tier3("most", reply(says("Boats are out."))),
  ],
  expect: [outcome("failed"), ticket("brim").failed(), ticket("most").done()],
});
