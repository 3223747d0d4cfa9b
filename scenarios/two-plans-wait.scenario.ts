import {
  allow,
  approve,
  ask,
  outcome,
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

/** Both plans lie before the person when the first is approved; the other must then find another id. */
export default scenario({
  name: "two plans with one ticket id wait for the person at once",
  epic: "Plant a tree on each side",
  rules: [allow.everything(), ask.tickets()],
  models: [
    tier1(reply(tracks({ id: "east", title: "East" }, { id: "west", title: "West" }))),
    ...["east", "west"].map((side) =>
      tier2(
        side,
        reply(tickets({ id: "tree", title: "Plant it" })),
        reply(tickets({ id: "other-tree", title: "Plant it" })).optional(),
      ),
    ),
    tier3("tree", reply(says("Planted."))),
    tier3("other-tree", reply(says("Planted."))),
  ],
  user: [
    approve.tickets("east").after("1m"),
    approve.tickets("west").after("1m"),
    approve.tickets("east").optional(),
    approve.tickets("west").optional(),
  ],
  expect: [outcome("done"), ticket("tree").done(), ticket("other-tree").done()],
});
