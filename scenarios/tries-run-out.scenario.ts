import {
  allow,
  crash,
  outcome,
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

/**
 * One worker's provider never comes back within its tries, and has as many again once the run is resumed; the other's does,
 * at the very last one. Nobody else begins meanwhile.
 */
export default scenario({
  name: "one call runs out of tries, and another one is answered at its last",
  epic: "Greet in two languages",
  rules: [allow.everything()],
  config: { tries: 3, attempts: 1, workers: 2 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "german", title: "Say it in German" },
          { id: "french", title: "Say it in French" },
          { id: "greek", title: "Say it in Greek" },
        ),
      ),
    ),
    tier3(
      "german",
      reply(says("Guten Tag."))
        .fails(overloaded(), rateLimited("2s"), overloaded(), overloaded(), overloaded())
        .optional(),
    ),
    tier3("french", reply(says("Bonjour.")).fails(rateLimited("20s"), overloaded())),
    tier3("greek", reply(says("Kalimera."))),
  ],
  // Who waits for its provider, waits as long with the next process.
  faults: [crash({ at: "session.paused" })],
  expect: [outcome("done"), ...["german", "french", "greek"].map((id) => ticket(id).done())],
});
