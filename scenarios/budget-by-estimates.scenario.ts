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

const untold = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** No reply says what it took: the estimates alone fill the budget. */
export default scenario({
  name: "where no reply says what it took, the budget goes by estimates",
  epic: "Spend little",
  workspace: {},
  rules: [allow.everything()],
  config: { workers: 1, maxOutputTokens: 2000, budget: { tokens: 5000 } },
  models: [
    tier1(reply(tracks({ id: "thrift", title: "Thrift" })).tokens(untold)),
    tier2(
      "thrift",
      reply(
        tickets(
          { id: "a", title: "Save" },
          { id: "b", title: "Save more" },
          { id: "c", title: "Save most" },
        ),
      ).tokens(untold),
    ),
    ...["a", "b", "c"].map((id) => tier3(id, reply(says(`${id} saves.`)).tokens(untold))),
  ],
  user: [raise.budget({ tokens: 30_000 })],
  expect: [outcome("done")],
});
