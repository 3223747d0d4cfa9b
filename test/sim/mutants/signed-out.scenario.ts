import {
  allow,
  calls,
  httpError,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** A model that has answered is not found in the middle of a ticket, and is there again later. */
export default scenario({
  name: "signed out",
  epic: "Hang the lamp",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "hall", title: "The hall" }))),
    tier2("hall", reply(tickets({ id: "lamp", title: "Hang the lamp" }))),
    tier3(
      "lamp",
      reply(calls("write", { file_path: "lamp", content: "hung\n" })),
      reply(says("Hung.")).fails(httpError(404)),
    ),
  ],
  expect: [outcome("done")],
});
