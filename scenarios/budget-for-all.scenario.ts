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

const small = { input: 500, output: 100 };
const ids = ["one", "two", "three"];

// What the calls of all workers may take at most is more than is left; what they do take is not: they wait for one another.
const script = {
  epic: "Count to three",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "count", title: "Count" })).tokens(small)),
    tier2("count", reply(tickets(...ids.map((id) => ({ id, title: id })))).tokens(small)),
    ...ids.map((id) => tier3(id, reply(says(`${id}.`)).tokens(small))),
  ],
  expect: [outcome("done"), ...ids.map((id) => ticket(id).done())],
};

export default [
  scenario({
    ...script,
    name: "workers call at once, and the budget in tokens holds the most of one call only",
    config: { budget: { tokens: 30_000 }, maxOutputTokens: 14_000, workers: 3 },
  }),

  scenario({
    ...script,
    name: "workers call at once, and the budget in dollars does not hold the most of all their calls",
    config: { budget: { costUsd: 0.4 }, maxOutputTokens: 14_000, workers: 3 },
  }),
];
