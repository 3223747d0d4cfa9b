import {
  allow,
  approve,
  ask,
  calls,
  outcome,
  passes,
  reply,
  says,
  scenario,
  stream,
  tells,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** While the check is asked about, the worker is told something: it reads that once the check is allowed, and before it runs. */
export default scenario({
  name: "a word that comes while a check is asked about is read before the check runs",
  epic: "Bake",
  rules: [allow.everything(), ask.check("bread")],
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "bread", title: "Bread" }))),
    tier3(
      "bread",
      reply(calls("write", { file_path: "bread.txt", content: "rye\n" })),
      reply(says("Baked. ")),
      reply(says("Salted.")),
    ),
  ],
  checks: { bread: [passes()] },
  interventions: [tells("bread", "Add salt.", { at: "popup.opened" })],
  user: [approve.tool("bread", "check").after("5s")],
  expect: [outcome("done"), stream("Tier 3 (Worker): bread").equals("Baked. Salted.")],
});
