import {
  allow,
  approve,
  calls,
  fails,
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
  toolHangs,
  tracks,
  usage,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// The first calls take 23,000 tokens; what is left of 24,000 is not enough for another.
const script = {
  epic: "Tidy up",
  rules: [allow.everything()],
  config: {
    budget: { tokens: 24_000 },
    maxOutputTokens: 2_000,
    timeBudget: { ticketMs: 60_000 },
    toolTimeoutMs: 90_000,
  },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" })).tokens({ input: 4_500, output: 500 })),
    tier2(
      "house",
      reply(tickets({ id: "attic", title: "The attic" }, { id: "hall", title: "The hall" })).tokens(
        {
          input: 4_500,
          output: 500,
        },
      ),
    ),
    tier3("attic", reply(write("attic.txt")).tokens({ input: 4_500, output: 500 })),
    tier3("hall", reply(write("hall.txt")).after("50s").tokens({ input: 7_500, output: 500 })),
  ],
  // Its time is up when the call ends.
  faults: [toolHangs("attic", "write")],
};

const expect = [
  outcome("failed"),
  ticket("attic").failed(),
  ticket("hall").failed(),
  popups("budget", "budget").inOrder(),
  usage("tier3").inputTokens.exactly(12_000),
];

export default [
  scenario({
    ...script,
    name: "a ticket that is given more time gets no call past a budget that was refused before",
    user: [sequence(stop.budget().after("5m"), approve.budget("attic").after("10m"))],
    expect,
  }),

  scenario({
    ...script,
    name: "a budget is asked about once, also where a ticket is given more time meanwhile, and then refused",
    user: [sequence(stop.budget().after("10m"), approve.budget("attic").after("5m"))],
    expect,
  }),

  scenario({
    ...script,
    name: "a run that is refused more time ends with what is under way, also where more tokens are granted behind that",
    config: {
      ...script.config,
      check: "make test",
      attempts: 2,
      timeBudget: { runMs: 120_000 },
      toolTimeoutMs: 3_600_000,
    },
    checks: {
      attic: [fails("There is dust.", { takes: "4m" })],
      cellar: [fails("There are mice.", { takes: "40m" })],
    },
    models: [
      tier1(
        reply(tracks({ id: "house", title: "The house" })).tokens({ input: 1_000, output: 500 }),
      ),
      tier2(
        "house",
        reply(
          tickets(
            { id: "attic", title: "The attic" },
            { id: "cellar", title: "The cellar" },
            { id: "hall", title: "The hall" },
          ),
        ).tokens({ input: 1_000, output: 500 }),
      ),
      tier3("attic", reply(says("It is tidy.")).tokens({ input: 1_000, output: 500 })),
      tier3("cellar", reply(says("It is tidy.")).tokens({ input: 1_000, output: 500 })),
      tier3("hall", reply(write("hall.txt")).after("20s").tokens({ input: 16_000, output: 500 })),
    ],
    faults: [],
    // The hall asks for tokens while the others are checked; the attic's QA asks for time, and the cellar's is not asked.
    user: [sequence(raise.budget({ tokens: 100_000 }).after("10m"), stop.budget().after("1m"))],
    expect: [
      outcome("failed"),
      ticket("attic").failed(),
      ticket("cellar").failed(),
      ticket("hall").failed(),
      popups("budget", "budget").inOrder(),
    ],
  }),
];
