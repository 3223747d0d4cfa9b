import {
  call,
  miscalls,
  overloaded,
  rateLimited,
  reply,
  says,
  scenario,
  thinks,
  tier1,
} from "rehearsal/sim";

export default scenario({
  name: "what the AI SDK asks",
  epic: "Talk to a client",
  models: [
    tier1(
      reply(says("Plain text.")),
      reply(says("Words that come one by one.")).deltas(5),
      reply(miscalls("weather", { city: "Oslo" })).when("weather"),
      reply(miscalls("weather", { city: "Bergen" })),
      reply(says("It rains in both.")),
      reply(thinks("Two and two …"), says("Four.")).when("two and two"),
      reply(says("cached")).when("rules"),
      reply(says("cached again")),
      reply(says("After a limit.")).when("limited"),
      reply(says("After an overload.")).when("overloaded"),
    ),
  ],
  faults: [
    rateLimited("10ms").on(call.tier1({ turn: 9 })),
    overloaded().on(call.tier1({ turn: 10 })),
  ],
});
