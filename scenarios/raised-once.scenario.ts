import {
  allow,
  calls,
  outcome,
  popups,
  raise,
  reply,
  says,
  scenario,
  sequence,
  stop,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** Planning leaves too little for a worker's call, and what it is raised to is enough for one worker's. */
export default scenario({
  name: "a person raises the budget a little, and no further once that is used up, too",
  epic: "Write two poems",
  rules: [allow.everything()],
  config: { budget: { tokens: 24_000 }, maxOutputTokens: 2_000, workers: 1 },
  models: [
    tier1(reply(tracks({ id: "poems", title: "Two poems" })).tokens({ input: 1_000, output: 500 })),
    tier2(
      "poems",
      reply(
        tickets(
          { id: "spring", title: "A poem on spring" },
          { id: "autumn", title: "One on autumn" },
        ),
      ).tokens({ input: 20_000, output: 500 }),
    ),
    tier3(
      "spring",
      reply(calls("write", { file_path: "spring.txt", content: "O spring!\n" })).tokens({
        input: 2_000,
        output: 500,
      }),
      reply(says("Spring is sung.")).tokens({ input: 2_000, output: 500 }),
    ),
  ],
  user: [sequence(raise.budget({ tokens: 31_000 }), stop.budget())],
  expect: [
    outcome("failed"),
    ticket("spring").done(),
    ticket("autumn").failed(),
    popups("budget", "budget").inOrder(),
  ],
});
