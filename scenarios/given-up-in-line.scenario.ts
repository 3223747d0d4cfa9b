import {
  allow,
  calls,
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

const plants = (tree: string) =>
  reply(calls("write", { file_path: `${tree}.txt`, content: `${tree}\n` }));
const stands = (tree: string) => reply(says(`The ${tree} stands.`));

/** Whoever is first in the line of merges is given up there: the next one takes its place, and nothing else wakes it. */
export default scenario({
  name: "a ticket that is given up while it is compared with the branch lets the next in line go on",
  epic: "Plant three trees",
  rules: [allow.everything()],
  config: { workers: 3 },
  models: [
    tier1(reply(tracks({ id: "wood", title: "The wood" }))),
    tier2(
      "wood",
      reply(
        tickets(
          { id: "oak", title: "Plant the oak" },
          { id: "elm", title: "Plant the elm" },
          { id: "fir", title: "Plant the fir" },
        ),
      ),
    ),
    tier3("oak", plants("oak").optional(), stands("oak").optional()),
    tier3("elm", plants("elm"), stands("elm")),
    tier3("fir", plants("fir"), stands("fir")),
  ],
  interventions: [stops("oak", "no room for it", { at: "comparison.started" })],
  // In another order the oak is given up elsewhere, or is merged already.
  expect: [ticket("elm").done(), ticket("fir").done()],
});
