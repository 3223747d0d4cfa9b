import {
  allow,
  calls,
  outcome,
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

const refuses = (words: string) => raw(words, { status: 400, headers: {} });
const tooMany = refuses("max_tokens must be at most 4096");

/** Both workers have asked before either hears how to ask; and a planner hears of two things, one after the other. */
export default scenario({
  name: "what a server teaches adds up, and costs nobody who has asked before an attempt",
  epic: "Greet in two languages",
  rules: [allow.everything()],
  config: { attempts: 1, modelNames: { tier1: "planner" } },
  models: [
    tier1(
      reply(tracks({ id: "words", title: "Words" })).fails(
        tooMany,
        refuses("System role not supported"),
      ),
    ),
    tier2(
      "words",
      reply(
        tickets(
          { id: "german", title: "Say it in German" },
          { id: "french", title: "Say it in French" },
        ),
      ),
    ),
    tier3("german", reply(says("Guten Tag.")).after("1s").fails(tooMany)),
    tier3(
      "french",
      reply(calls("write", { file_path: "french.txt", content: "Bonjour.\n" }))
        .after("1s")
        .fails(tooMany),
      reply(says("Bonjour.")),
    ),
  ],
  expect: [outcome("done"), ticket("german").attempts(1), ticket("french").attempts(1)],
});
