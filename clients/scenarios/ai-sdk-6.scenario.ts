import { overloaded, reply, says, served, uses } from "rehearsal/sim";

export default served({
  name: "what the AI SDK 6 asks",
  replies: [
    reply(says("Plain text.")),
    reply(says("Words that come one by one.")).deltas(5),
    reply(uses("weather", { city: "Oslo" })).when("weather"),
    reply(says("It rains in Oslo.")),
    reply(says("After an overload.")).when("overloaded").fails(overloaded()),
  ],
});
