import {
  allow,
  calls,
  emptyReply,
  fails,
  httpError,
  outcome,
  passes,
  reply,
  says,
  scenario,
  tells,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (content: string) => calls("write", { file_path: "soup.txt", content });

// QA says nothing at first, and is asked again: with a message that could take the person's words along. Then its server is
// away: when the run is resumed, the worker whose work was checked has no further turn for them.
export default scenario({
  name: "what a person says to a worker while QA reads its failed check is for the next worker, and not for QA",
  epic: "Cook a soup",
  rules: [allow.everything()],
  config: { attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "menu", title: "A menu" }))),
    tier2("menu", reply(tickets({ id: "soup", title: "A soup" }))),
    tier3("soup", reply(write("water\n")), reply(says("Cooked."))),
    tier4(
      "soup",
      reply(says("It is thin.")).fails(emptyReply()).after("20s"),
      reply(says("It is thin, as I say.")).fails(httpError(529, { shouldRetry: false })),
    ),
    tier3("soup", reply(write("leek\n")), reply(says("Cooked with leek."))).attempt(2),
  ],
  checks: { soup: [fails("thin\n"), passes()] },
  interventions: [tells("soup", "Take leek.", { at: "check.ended" })],
  expect: [outcome("done"), ticket("soup").attempts(2), ticket("soup").done()],
});
