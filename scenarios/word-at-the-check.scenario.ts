import {
  allow,
  ask,
  calls,
  crash,
  outcome,
  passes,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** The process dies at the cake while the bread's check is asked about and its worker has not read what it was told. */
export default scenario({
  name: "a word to a worker waits for the decision on its check, over a crash too, and goes with a refusal",
  epic: "Bake",
  rules: [allow.everything(), ask.check("bread")],
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "bread", title: "Bread" }, { id: "cake", title: "A cake" }))),
    tier3(
      "bread",
      reply(write("bread.txt")),
      reply(says("Baked.")),
      reply(says("Salted.")).after("20s").optional(),
    ),
    tier3("cake", reply(write("cake.txt")).after("1s"), reply(says("Baked."))),
  ],
  checks: { bread: [passes()], cake: [passes()] },
  interventions: [tells("bread", "Add salt.", { at: "popup.opened" })],
  faults: [crash({ at: "tool.ended", nth: 2 })],
  user: [reject.tool("bread", "check", "nobody is hungry").after("5s")],
  expect: [outcome("failed"), ticket("bread").failed(), ticket("cake").done()],
});
