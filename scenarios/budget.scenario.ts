import {
  allow,
  calls,
  ignores,
  outcome,
  popups,
  raise,
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
  usage,
} from "rehearsal/sim";

// Planning takes 22,000 of 24,000 tokens, or about 0.1075 dollars: what is left is not enough for a worker's call.
const script = {
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
  ],
};

const poem = (season: string) => [
  reply(calls("write", { file_path: `${season}.txt`, content: `O ${season}!\n` })),
  reply(says(`${season} is sung.`)),
];

export default [
  scenario({
    ...script,
    name: "a call past the budget waits until the person raises it",
    models: [
      ...script.models,
      tier3("spring", ...poem("spring")),
      tier3("autumn", ...poem("autumn")),
    ],
    user: [raise.budget({ tokens: 100_000 }).after("5m")],
    expect: [
      outcome("done"),
      ticket("spring").done(),
      ticket("autumn").done(),
      popups("budget").inOrder(),
      usage("tier2").inputTokens.exactly(20_000),
    ],
  }),

  scenario({
    ...script,
    name: "a call past the budget in dollars waits until the person raises that, once",
    config: { ...script.config, budget: { tokens: 1_000_000, costUsd: 0.11 } },
    models: [
      ...script.models,
      tier3("spring", ...poem("spring")),
      tier3("autumn", ...poem("autumn")),
    ],
    user: [raise.budget({ tokens: 1_000_000, costUsd: 5 })],
    expect: [outcome("done"), popups("budget").inOrder()],
  }),

  scenario({
    ...script,
    name: "a call past a budget that the person does not raise is never sent",
    user: [stop.budget()],
    expect: [
      outcome("failed"),
      ticket("spring").failed(),
      ticket("autumn").failed(),
      popups("budget").inOrder(),
      usage("tier3").inputTokens.exactly(0),
    ],
  }),

  scenario({
    ...script,
    name: "a budget that nobody answers about in time stays as it is, and is not asked about again",
    config: { ...script.config, popupTimeoutMs: 60_000 },
    user: [ignores.budget()],
    expect: [
      outcome("failed"),
      ticket("spring").failed(),
      ticket("autumn").failed(),
      popups("budget").inOrder(),
    ],
  }),
];
