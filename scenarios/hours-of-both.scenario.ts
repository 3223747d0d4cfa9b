import {
  allow,
  approve,
  calls,
  outcome,
  reply,
  says,
  scenario,
  sequence,
  stop,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** While the hall's time is asked about, the attic's worker goes on, until the run's is up as well: that is refused first. */
export default scenario({
  name: "a ticket whose time is asked about does not end before the answer, also where the run's is refused meanwhile",
  epic: "Tidy up",
  rules: [allow.everything()],
  config: { timeBudget: { ticketMs: 20_000, runMs: 30_000 } },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(tickets({ id: "attic", title: "The attic" }, { id: "hall", title: "The hall" })),
    ),
    tier3("attic", reply(write("attic.txt")).after("40s"), reply(says("Done.")).optional()),
    tier3("hall", reply(write("hall.txt")).after("40s"), reply(says("Done.")).optional()),
  ],
  user: [
    sequence(
      approve.budget("hall").after("10m"),
      approve.budget("attic").after("1s"),
      stop.budget().after("1m"),
    ),
  ],
  expect: [outcome("failed"), ticket("attic").failed(), ticket("hall").failed()],
});
