import {
  allow,
  calls,
  check,
  httpError,
  outcome,
  reply,
  says,
  scenario,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// A person gives up the ticket whose worker cannot reach its model. What waited for a slot starts at once: nothing is left that
// a resume would have to mend.
export default scenario({
  name: "a ticket whose worker's key is refused is given up, and the next in line starts without a resume",
  epic: "Bake",
  rules: [allow.everything()],
  config: { workers: 2 },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2(
      "menu",
      reply(
        tickets(
          { id: "bread", title: "Bread" },
          { id: "tea", title: "Tea" },
          { id: "cake", title: "A cake" },
        ),
      ),
    ),
    tier3("bread", reply(write("bread.txt")).fails(httpError(401)).optional()),
    tier3("tea", reply(write("tea.txt")), reply(says("It is hot.")).after("1m")),
    tier3("cake", reply(write("cake.txt")), reply(says("Baked."))),
  ],
  interventions: [stops("bread", "we have some", { at: "session.paused" })],
  expect: [
    outcome("failed"),
    ticket("bread").failed(),
    ticket("tea").done(),
    ticket("cake").done(),
    check("nobody was waited for", ({ log }) => log.every(({ type }) => type !== "run.resumed")),
  ],
});
