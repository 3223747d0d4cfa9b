import {
  allow,
  connectionRefused,
  cut,
  httpError,
  outcome,
  overloaded,
  rateLimited,
  reply,
  reset,
  says,
  scenario,
  serverError,
  stall,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** By ticket: what its worker's server does at the last try that the call has. */
const troubles = {
  key: httpError(401),
  credit: httpError(402),
  region: httpError(403),
  rush: rateLimited("2s"),
  crowd: overloaded(),
  fault: serverError(),
  gateway: httpError(504),
  cable: connectionRefused(),
  lid: cut({ afterEvents: 2 }),
  plug: reset({ afterEvents: 2 }),
  silence: stall({ afterEvents: 2 }),
};
const ids = Object.keys(troubles);

// Whoever mends it needs some time, and no ticket has a second attempt.
export default scenario({
  name: "trouble of each kind that passes is waited out, and takes no attempt from anybody",
  epic: "Lay a table in a bad week",
  rules: [allow.everything()],
  config: { workers: ids.length, attempts: 1, tries: 1 },
  models: [
    tier1(reply(tracks({ id: "table", title: "The table" }))),
    tier2("table", reply(tickets(...ids.map((id) => ({ id, title: `Lay the ${id}` }))))),
    ...Object.entries(troubles).map(([id, trouble]) =>
      tier3(id, reply(says("It is laid.")).fails(trouble)),
    ),
  ],
  expect: [outcome("done"), ...ids.map((id) => ticket(id).attempts(1))],
});
