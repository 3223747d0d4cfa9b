import {
  allow,
  uses,
  outcome,
  reply,
  says,
  scenario,
  sentAs,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";
/** Tools that there are not, by names that a server puts something around: on the wire that has such servers. */
export default scenario({
  name: "tools that there are not, under names in dress",
  epic: "Fly a kite",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "kite", title: "The kite" }))),
    tier2("kite", reply(tickets({ id: "fly", title: "Fly it" }))),
    tier3(
      "fly",
      reply(uses("launch", { height: 3 })).fails(sentAs({ type: "call-names", as: "prefixed" })),
      reply(uses("steer", { to: "north" })).fails(sentAs({ type: "call-names", as: "marked" })),
      reply(says("There is no such tool.")),
    ),
  ],
  expect: [outcome("done")],
});
