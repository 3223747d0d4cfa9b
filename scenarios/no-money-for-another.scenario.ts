import {
  allow,
  calls,
  fails,
  outcome,
  popups,
  reply,
  says,
  scenario,
  stop,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// Planning leaves enough for the calls of the scarf, and for one of the hat, whose second is asked about and refused.
export default scenario({
  name: "a ticket whose check fails once more budget was refused gets no other attempt",
  epic: "Knit two things",
  rules: [allow.everything()],
  config: {
    check: "make test",
    attempts: 3,
    budget: { tokens: 24_000 },
    maxOutputTokens: 2_000,
  },
  checks: { scarf: [fails("a stitch is lost", { takes: "1m" })] },
  models: [
    tier1(reply(tracks({ id: "wool", title: "The wool" })).tokens({ input: 1_000, output: 500 })),
    tier2(
      "wool",
      reply(
        tickets({ id: "scarf", title: "Knit a scarf" }, { id: "hat", title: "Knit a hat" }),
      ).tokens({ input: 2_000, output: 500 }),
    ),
    tier3(
      "scarf",
      reply(write("scarf.txt")).tokens({ input: 2_000, output: 500 }),
      reply(says("It is knitted.")).tokens({ input: 2_000, output: 500 }),
    ),
    tier3("hat", reply(write("hat.txt")).after("30s").tokens({ input: 14_000, output: 500 })),
  ],
  user: [stop.budget()],
  expect: [
    outcome("failed"),
    ticket("scarf").attempts(1),
    ticket("scarf").failed(),
    ticket("hat").failed(),
    popups("budget").inOrder(),
  ],
});
