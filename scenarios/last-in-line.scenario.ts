import {
  allow,
  calls,
  reply,
  says,
  scenario,
  sometimes,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const ids = ["first", "second", "third", "fourth", "fifth"];

/** All five commit at once, and are merged one after another: the fifth is given up meanwhile. */
export default scenario({
  name: "a ticket that is given up in the line of merges is not merged any more",
  epic: "Write five pages",
  rules: [allow.everything()],
  config: { workers: 5 },
  models: [
    tier1(reply(tracks({ id: "book", title: "A book" }))),
    tier2("book", reply(tickets(...ids.map((id) => ({ id, title: `Write the ${id} page` }))))),
    ...ids.map((id) =>
      tier3(
        id,
        reply(calls("write", { file_path: `${id}.txt`, content: `${id}\n` })),
        reply(says("Written.")).after("1s"),
      ),
    ),
  ],
  interventions: [stops("fifth", "nobody reads so far", { at: "comparison.started", nth: 2 })],
  // In some orders it is through before its turn would come.
  expect: [
    ...ids.slice(0, 4).map((id) => ticket(id).done()),
    sometimes("a ticket is given up in the line of merges", ticket("fifth").failed()),
  ],
});
