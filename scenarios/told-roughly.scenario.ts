import {
  allow,
  calls,
  check,
  httpError,
  missingUsage,
  outcome,
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
 * A provider that is not exact: twice it asks for more than its header says, of which only its words tell, and of some replies
 * it does not say what they took. The pauses are kept all the same, and those tokens are counted as estimates.
 */
export default scenario({
  name: "a provider says roughly how long to wait, and nothing of what some replies took",
  epic: "Pack for the journey",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "bags", title: "The bags" })).fails(missingUsage())),
    tier2(
      "bags",
      reply(
        tickets({ id: "clothes", title: "Pack the clothes" }, { id: "food", title: "Pack food" }),
      ),
    ),
    tier3(
      "clothes",
      reply(calls("write", { file_path: "clothes.txt", content: "socks\n" })).fails(
        httpError(429, { retryAfter: "2.7s", pauseAs: "rounded-down" }),
      ),
      // What went in is counted, and what came out is not.
      reply(says("Socks are packed."))
        .tokens({ input: 300, output: 0 })
        .fails(httpError(429, { retryAfter: "900ms", pauseAs: "rounded-down" })),
    ),
    tier3(
      "food",
      reply(calls("write", { file_path: "food.txt", content: "bread\n" })).fails(missingUsage()),
      reply(says("Bread is packed.")).fails(missingUsage()),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("clothes").attempts(1),
    ticket("food").attempts(1),
    check("what nobody told is marked as an estimate, and nothing else is", ({ usage }) => {
      const { tier1, tier2, tier3 } = usage;
      const isMarked = [tier1, tier3].every(({ estimatedTokens = 0 }) => estimatedTokens > 0);
      return isMarked && tier2.estimatedTokens === undefined;
    }),
  ],
});
