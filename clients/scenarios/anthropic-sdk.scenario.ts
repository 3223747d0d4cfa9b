import {
  call,
  httpError,
  overloaded,
  rateLimited,
  redacted,
  reply,
  says,
  scenario,
  searches,
  thinks,
  tier1,
  uses,
} from "rehearsal/sim";

const page = { url: "https://weather.example/oslo", title: "Oslo" };

export default scenario({
  name: "what Anthropic's own client asks",
  epic: "Talk to a client",
  models: [
    tier1(
      reply(says("Hello.")),
      reply(thinks("Let me think."), redacted("b64"), says("Streamed words.")).chunkDelay("1ms"),
      reply(uses("weather", { city: "Oslo" })).when("What is the weather"),
      reply(says("It rains in Oslo.")),
      reply(says("At last.")).when("busy"),
      reply(says("never seen")).when("forbidden"),
      reply(says("cached")).when("rules"),
      reply(says("cached again")),
      reply(uses("weather", { city: "Oslo" })).when("Run!"),
      reply(says("It rains.")),
      reply(uses("weather", { city: "Oslo" })).when("Run, and stream!"),
      reply(says("It rains.")),
      reply(searches("oslo", page), says("Rain, they say.", { cites: [page] })).when("Search!"),
    ),
  ],
  faults: [
    rateLimited("10ms").on(call.tier1({ turn: 5 })),
    overloaded().on(call.tier1({ turn: 5, try: 2 })),
    httpError(403).on(call.tier1({ turn: 6 })),
  ],
});
