import {
  allow,
  overloaded,
  rateLimited,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** One worker's provider never comes back within its tries; the other's does, at the very last one. */
export default scenario({
  name: "one call runs out of tries, and another one is answered at its last",
  epic: "Greet in two languages",
  rules: [allow.everything()],
  config: { tries: 3, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "german", title: "Say it in German" },
          { id: "french", title: "Say it in French" },
        ),
      ),
    ),
    tier3(
      "german",
      reply(says("Guten Tag.")).fails(overloaded(), rateLimited("30s"), overloaded()).optional(),
    ),
    tier3("french", reply(says("Bonjour.")).fails(rateLimited("20s"), overloaded())),
  ],
  expect: [ticket("french").done()],
});
