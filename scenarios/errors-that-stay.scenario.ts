import {
  allow,
  errorEvent,
  outcome,
  raw,
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

const busy = raw("Service Unavailable", { status: 503, headers: {} });

/** An error in the same words does not pass by itself; others are worth each try, and no more. */
export default scenario({
  name: "an error within a stream is tried again until it repeats itself, or the tries run out",
  epic: "Count the sheep, the stars and the cars",
  rules: [allow.everything()],
  config: { tries: 4 },
  models: [
    tier1(reply(tracks({ id: "count", title: "Count" }))),
    tier2(
      "count",
      reply(
        tickets(
          { id: "sheep", title: "Sheep" },
          { id: "stars", title: "Stars" },
          { id: "cars", title: "Cars" },
        ),
      ),
    ),
    tier3("sheep", reply(says("Many.")).fails(breaks("same"), breaks("same"), breaks("same"))),
    tier3("sheep", reply(says("Twelve."))).attempt(2),
    tier3(
      "stars",
      reply(says("Many.")).fails(breaks("one"), breaks("two"), breaks("three"), breaks("four")),
    ),
    tier3("stars", reply(says("All of them."))).attempt(2),
    // A proxy that is busy says so in the same words each time, without an id of the request.
    tier3("cars", reply(says("None.")).fails(busy, busy, busy)),
  ],
  expect: [
    outcome("done"),
    ticket("sheep").attempts(2),
    ticket("stars").attempts(2),
    ticket("cars").attempts(1),
    stream("Tier 3 (Worker): sheep").equals("Twelve."),
  ],
});
