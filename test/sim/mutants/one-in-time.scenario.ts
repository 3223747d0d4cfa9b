import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  slow,
  stop,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: "x\n" });

/** A person gives up the ticket whose model is slow; the other one has its own time. */
export default scenario({
  name: "one is in time",
  epic: "Tidy up",
  rules: [allow.everything()],
  config: { workers: 1, timeBudget: { ticketMs: 300_000 } },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(tickets({ id: "attic", title: "The attic" }, { id: "hall", title: "The hall" })),
    ),
    tier3("attic", reply(write("a.txt")).fails(slow("100s"))),
    tier3("hall", reply(write("b.txt")), reply(says("Tidy."))),
  ],
  user: [stop.budget("attic")],
  expect: [outcome("failed"), ticket("hall").done()],
});
