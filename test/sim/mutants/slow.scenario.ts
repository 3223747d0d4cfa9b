import {
  allow,
  approve,
  calls,
  reply,
  says,
  scenario,
  slow,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: "x\n" });

/** A ticket has five minutes, and its model lets it wait for longer, without ever falling silent. */
export default scenario({
  name: "a slow model",
  epic: "Tidy up",
  rules: [allow.everything()],
  config: { timeBudget: { ticketMs: 300_000 } },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2("house", reply(tickets({ id: "attic", title: "The attic" }))),
    tier3(
      "attic",
      reply(write("a.txt")).fails(slow("100s")),
      reply(write("b.txt")),
      reply(says("Tidy.")),
    ),
  ],
  user: [approve.budget("attic"), approve.budget("attic").optional()],
});
