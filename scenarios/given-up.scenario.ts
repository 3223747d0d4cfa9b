import {
  abort,
  allow,
  ask,
  asks,
  calls,
  outcome,
  passes,
  reject,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** A person gives up each ticket somewhere else; none of them takes the last one along. */
export default scenario({
  name: "a person gives tickets up at their start, a call, a question, a check and a merge",
  epic: "Try five recipes",
  rules: [
    allow.everything(),
    ask.spawn("soup"),
    ask.tool("bash"),
    ask.check("bread"),
    ask.merge("cake"),
  ],
  config: { check: "taste" },
  checks: { cake: [passes()], tea: [passes()] },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2(
      "menu",
      reply(
        tickets(
          { id: "soup", title: "Soup" },
          { id: "stew", title: "Stew" },
          { id: "salad", title: "Salad" },
          { id: "bread", title: "Bread" },
          { id: "cake", title: "Cake" },
          { id: "tea", title: "Tea" },
        ),
      ),
    ),
    tier3("stew", reply(calls("bash", { command: "cook" }))),
    tier3("salad", reply(asks("With onions?"))),
    tier3("bread", reply(write("bread.txt")), reply(says("Baked."))),
    tier3("cake", reply(write("cake.txt")), reply(says("Baked."))),
    tier3("tea", reply(write("tea.txt")), reply(says("Poured."))),
  ],
  user: [
    abort.spawn("soup"),
    abort.tool("stew"),
    abort.question("salad"),
    reject.tool("bread", "check", "nobody is hungry"),
    abort.merge("cake"),
  ],
  expect: [
    outcome("failed"),
    ...["soup", "stew", "salad", "bread", "cake"].map((id) => ticket(id).failed()),
    ticket("tea").done(),
  ],
});
