import {
  allow,
  calls,
  emptyReply,
  fails,
  outcome,
  passes,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (text: string) => calls("write", { file_path: "soup.txt", content: `${text}\n` });

/** QA says nothing at first, and is asked once more. */
export default scenario({
  name: "a silent judge",
  epic: "Cook a soup",
  rules: [allow.everything()],
  config: { attempts: 2 },
  checks: { soup: [fails("too thin\n"), passes()] },
  models: [
    tier1(reply(tracks({ id: "kitchen", title: "The kitchen" }))),
    tier2("kitchen", reply(tickets({ id: "soup", title: "Cook it" }))),
    tier3("soup", reply(write("water")), reply(says("Cooked."))),
    tier4("soup", reply(says("Silence.")).fails(emptyReply()), reply(says("It wants peas."))),
    tier3("soup", reply(write("peas")), reply(says("Thick."))).attempt(2),
  ],
  expect: [outcome("done"), ticket("soup").attempts(2)],
});
