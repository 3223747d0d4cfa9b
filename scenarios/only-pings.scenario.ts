import {
  allow,
  outcome,
  reply,
  says,
  scenario,
  stall,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** The worker's server says again and again that it is there, and nothing else. */
export default scenario({
  name: "a server that only says that it is alive is given up in the end",
  epic: "Wait",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "line", title: "The line" }))),
    tier2("line", reply(tickets({ id: "T-1", title: "Hold the line" }))),
    tier3("T-1", reply(says("Held.")).fails(stall({ afterEvents: 2, pingMs: 30_000 }))),
  ],
  expect: [outcome("done")],
});
