import {
  allow,
  check,
  httpError,
  outcome,
  overloaded,
  raw,
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

const askAgain = httpError(400, { shouldRetry: true });
/** In the words of one where no money is left, but it says when to come back. */
const minute = raw("You exceeded your current quota. Please retry in 21s.", {
  status: 429,
  headers: {},
});
const tooMany = raw("max_tokens must be at most 4096", { status: 400, headers: {} });

/**
 * A refusal that says how to ask uses up no try. One that may be tried again, though its status says otherwise, is; and an
 * overload of which the server says that it lasts is not, until the run is resumed. A server that goes on saying so is
 * asked no more once the tries are spent; nothing waits for that to pass. Where no money is left, no advice helps.
 */
export default scenario({
  name: "a server's advice is taken: how to ask, to ask again, and not to",
  epic: "Greet in five languages",
  rules: [allow.everything()],
  config: { tries: 3, attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "german", title: "Say it in German" },
          { id: "french", title: "Say it in French" },
          { id: "greek", title: "Say it in Greek" },
          { id: "danish", title: "Say it in Danish" },
          { id: "dutch", title: "Say it in Dutch" },
        ),
      ),
    ),
    tier3("german", reply(says("Guten Tag.")).fails(tooMany, minute, overloaded())),
    tier3("french", reply(says("Bonjour.")).fails(askAgain)),
    tier3("greek", reply(says("Kalimera.")).fails(httpError(529, { shouldRetry: false }))),
    tier3("dutch", reply(says("Goedendag.")).fails(httpError(402, { shouldRetry: true }))),
    tier3("danish", reply(says("Goddag.")).fails(askAgain, askAgain, askAgain)),
    tier3("danish", reply(says("God dag."))).attempt(2),
  ],
  expect: [
    outcome("done"),
    ...["german", "french", "greek", "dutch"].map((id) => ticket(id).attempts(1)),
    ticket("danish").attempts(2),
    check("the run paused for two of the five", ({ log }) => {
      const paused = log.filter(({ type }) => type === "session.paused");
      return paused.length === 2;
    }),
  ],
});
