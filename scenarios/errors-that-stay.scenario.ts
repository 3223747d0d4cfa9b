import {
  allow,
  errorEvent,
  outcome,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const breaks = (message: string) =>
  errorEvent({ afterEvents: 2, text: `data: {"error":"${message}"}\n\n` });

/** An error in the same words does not pass by itself; others are worth each try, and no more. */
export default scenario({
  name: "an error within a stream is tried again until it repeats itself, or the tries run out",
  epic: "Count the sheep and the stars",
  rules: [allow.everything()],
  config: { tries: 4 },
  models: [
    tier1(reply(tracks({ id: "count", title: "Count" }))),
    tier2(
      "count",
      reply(tickets({ id: "sheep", title: "Sheep" }, { id: "stars", title: "Stars" })),
    ),
    tier3("sheep", reply(says("Many.")).fails(breaks("same"), breaks("same"), breaks("same"))),
    tier3("sheep", reply(says("Twelve."))).attempt(2),
    tier3(
      "stars",
      reply(says("Many.")).fails(breaks("one"), breaks("two"), breaks("three"), breaks("four")),
    ),
    tier3("stars", reply(says("All of them."))).attempt(2),
  ],
  expect: [
    outcome("done"),
    ticket("sheep").attempts(2),
    ticket("stars").attempts(2),
    stream("Tier 3 (Worker): sheep").equals("Twelve."),
  ],
});
