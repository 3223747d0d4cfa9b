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

const turn = (text: string) => reply(says(text)).tokens({ input: 900, output: 400 });

/** A purse that holds one call at a time, and is filled once. */
export default scenario({
  name: "a small purse",
  epic: "Spend little",
  workspace: {},
  rules: [allow.everything()],
  config: { workers: 3, maxOutputTokens: 2000, budget: { tokens: 9000 } },
  models: [
    tier1(reply(tracks({ id: "thrift", title: "Thrift" })).tokens({ input: 900, output: 400 })),
    tier2(
      "thrift",
      reply(
        tickets(
          { id: "a", title: "Save" },
          { id: "b", title: "Save more" },
          { id: "c", title: "Save most" },
        ),
      ).tokens({ input: 900, output: 400 }),
    ),
    ...["a", "b", "c"].map((id) => tier3(id, turn(`${id} saves.`))),
  ],
  user: [raise.budget({ tokens: 12_000 })],
  expect: [outcome("done")],
});
