import {
  allow,
  approve,
  ask,
  call,
  calls,
  ignores,
  outcome,
  popups,
  reply,
  says,
  scenario,
  slow,
  toolHangs,
  stop,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: "x\n" });

const script = (...afterwards: readonly ReturnType<typeof reply>[]) => ({
  epic: "Tidy up",
  workspace: { "README.md": "# House\n" },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "attic", title: "The attic" },
          { id: "hall", title: "The hall" },
          { id: "porch", title: "The porch", dependsOn: ["hall"] },
        ),
      ),
    ),
    // Ten minutes and more before its call, and none of it in silence: nothing but the budget would end it.
    tier3(
      "attic",
      reply(says("It is all dust up there: I begin at the door."), write("attic.txt")).fails(
        slow("100s"),
      ),
      ...afterwards,
    ),
    tier3("hall", reply(write("hall.txt")).after("1s"), reply(says("The hall is tidy."))),
    tier3("porch", reply(says("The porch is tidy, too."))),
  ],
});

export default [
  scenario({
    ...script(reply(says("The attic is tidy."))),
    name: "a slow model is cut off when its ticket's time is up, and gets it twice more from a person",
    config: { timeBudget: { ticketMs: 300_000, tierMs: { tier3: 3_600_000 } } },
    faults: [slow("100s").on(call.tier3("attic", { try: 2 }))],
    user: [approve.budget("attic").after("120m"), approve.budget("attic")],
    expect: [outcome("done"), popups("budget", "budget").inOrder(), ticket("porch").done()],
  }),

  scenario({
    ...script(),
    name: "a ticket whose time is up is given up where a person says so, and others go on",
    config: { timeBudget: { ticketMs: 300_000 }, toolTimeoutMs: 310_000 },
    faults: [toolHangs("hall", "write")],
    // A tool's time is its ticket's, too. What begins after one was given up has all of its own.
    user: [stop.budget("attic"), approve.budget("hall")],
    expect: [outcome("failed"), ticket("attic").failed(), ticket("porch").done()],
  }),

  scenario({
    ...script(),
    name: "a run stops when its time is up, and a person's waiting counts for nothing",
    rules: [allow.everything(), ask.tickets()],
    config: { timeBudget: { runMs: 300_000, tierMs: { tier1: 60_000 } } },
    user: [approve.tickets("house").after("60m"), stop.budget().after("180m")],
    expect: [outcome("failed"), ticket("attic").failed(), ticket("porch").done()],
  }),

  ...[
    { whose: "run", timeBudget: { runMs: 300_000 } },
    { whose: "ticket", timeBudget: { ticketMs: 300_000 } },
  ].map(({ whose, timeBudget }) =>
    scenario({
      ...script(),
      name: `nobody answers in time that the time of a ${whose} is up: that is no yes`,
      config: { timeBudget, popupTimeoutMs: 60_000 },
      user: [ignores.budget()],
      expect: [outcome("failed"), ticket("attic").failed(), ticket("porch").done()],
    }),
  ),
];
