import {
  allow,
  ask,
  calls,
  outcome,
  reject,
  reply,
  says,
  scenario,
  tells,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** A person says something to a worker while its check is asked about, and then refuses the check. */
export default scenario({
  name: "a word to a worker whose check is refused",
  epic: "Bake",
  workspace: {},
  rules: [allow.everything(), ask.check("bread")],
  config: { check: "taste" },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "bread", title: "Bread" }))),
    tier3(
      "bread",
      reply(calls("write", { file_path: "bread.txt", content: "bread\n" })),
      reply(says("Baked.")),
    ),
  ],
  interventions: [tells("bread", "Add salt.", { at: "popup.opened" })],
  user: [reject.tool("bread", "check", "nobody is hungry").after("1s")],
  expect: [outcome("failed"), ticket("bread").failed()],
});
