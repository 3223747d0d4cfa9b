import {
  allow,
  calls,
  fails,
  httpError,
  outcome,
  passes,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** One worker for two tickets: while QA's key is refused, the first one waits and the second has the slot. */
export default scenario({
  name: "a ticket that waits for QA's server to be mended lends its slot to another",
  epic: "Bake",
  rules: [allow.everything()],
  config: { workers: 1, baseUrls: { tier4: "http://qa.invalid" } },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "bread", title: "Bread" }, { id: "cake", title: "A cake" }))),
    tier3("bread", reply(write("bread.txt")), reply(says("Baked."))),
    tier4("bread", reply(says("It lacks salt.")).fails(httpError(401))),
    tier3("bread", reply(says("Salted."))).attempt(2),
    tier3("cake", reply(write("cake.txt")), reply(says("Baked."))),
  ],
  checks: { bread: [fails("bland\n"), passes()], cake: [passes()] },
  expect: [outcome("done"), ticket("bread").attempts(2), ticket("cake").done()],
});
