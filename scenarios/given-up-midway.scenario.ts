import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  slow,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** A person gives a ticket up while its model is still speaking, slowly. */
export default scenario({
  name: "a ticket is given up in the middle of a sentence, and the other goes on",
  epic: "Talk",
  workspace: {},
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "talk", title: "Talk" }))),
    tier2("talk", reply(tickets({ id: "long", title: "Long" }, { id: "short", title: "Short" }))),
    tier3(
      "long",
      reply(says("It was a long and a winding way that we went, and not without pains.")).fails(
        slow("10s"),
      ),
    ),
    tier3(
      "short",
      reply(calls("write", { file_path: "a.txt", content: "a\n" })).after("15s"),
      reply(says("So.")).after("60s"),
    ),
  ],
  interventions: [stops("long", "too long", { at: "tool.started" })],
  expect: [outcome("failed"), ticket("long").failed(), ticket("short").done()],
});
