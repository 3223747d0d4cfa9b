import {
  allow,
  outcome,
  raise,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const dear = { input: 100_000, output: 400 };
const ids = ["a", "b", "c"];

/** Each call takes much more than was held for it, so that what is spent fills the purse, and not what is held. */
export default scenario({
  name: "a purse in dollars, and models that are dear",
  epic: "Spend much",
  workspace: {},
  rules: [allow.everything()],
  config: { workers: 1, maxOutputTokens: 2000, budget: { costUsd: 1.2 } },
  models: [
    tier1(reply(tracks({ id: "thrift", title: "Thrift" })).tokens(dear)),
    tier2("thrift", reply(tickets(...ids.map((id) => ({ id, title: id })))).tokens(dear)),
    ...ids.map((id) => tier3(id, reply(says(`${id} saves.`)).tokens(dear))),
  ],
  user: [raise.budget({ costUsd: 50 })],
  expect: [outcome("done")],
});
