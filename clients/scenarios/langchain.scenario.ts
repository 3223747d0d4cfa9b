import { call, miscalls, rateLimited, reply, says, scenario, tier1 } from "rehearsal/sim";

export default scenario({
  name: "what LangChain asks",
  epic: "Talk to a client",
  models: [
    tier1(
      reply(says("Plain text.")),
      reply(says("Words that come one by one.")).deltas(5),
      reply(miscalls("weather", { city: "Oslo" })).when("weather"),
      reply(says("It rains in Oslo.")),
      reply(says("After a limit.")).when("limited"),
    ),
  ],
  faults: [rateLimited("10ms").on(call.tier1({ turn: 5 }))],
});
