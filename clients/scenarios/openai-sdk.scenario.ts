import {
  call,
  miscalls,
  rateLimited,
  reply,
  says,
  scenario,
  searches,
  tier1,
  uses,
} from "rehearsal/sim";

const page = { url: "https://weather.example/oslo", title: "Oslo" };

export default scenario({
  name: "what OpenAI's own client asks",
  epic: "Talk to a client",
  models: [
    tier1(
      reply(says("Plain text.")).when("plain chat"),
      reply(says("Words that come one by one.")).deltas(5).when("streamed chat"),
      reply(miscalls("weather", { city: "Oslo" })).when("weather in chat"),
      reply(says("It rains in Oslo.")),
      reply(says("After a limit.")).when("limited"),
      reply(says("Plain answer.")).when("plain response"),
      reply(says("An answer that comes bit by bit.")).deltas(5).when("streamed response"),
      reply(miscalls("weather", { city: "Bergen" })).when("weather in responses"),
      reply(says("It rains in Bergen.")),
      reply(uses("patch", '+first\n+"second"\n')).when("mend in chat"),
      reply(says("Mended in chat.")),
      reply(uses("patch", '+first\n+"second"\n')).when("mend in responses"),
      reply(says("Mended.", { phase: "final_answer" })),
      reply(searches("oslo", page), says("Rain, they say.", { cites: [page] })).when("search"),
    ),
  ],
  faults: [rateLimited("10ms").on(call.tier1({ turn: 5 }))],
});
