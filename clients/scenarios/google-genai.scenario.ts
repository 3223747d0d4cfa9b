import { overloaded, reply, says, searches, served, thinks, uses } from "rehearsal/sim";

const page = { url: "https://weather.example/oslo", title: "Oslo" };

export default served({
  name: "what Google's SDK can do",
  replies: [
    reply(thinks("Which city?"), uses("weather", { city: "Oslo" })),
    reply(says("It rains in Oslo.")).fails(overloaded()),
    reply(says("Words that come one by one.")).when("streamed"),
    reply(searches("Oslo", page), says("Rain, they say.", { cites: [page] })).when("search"),
    reply(says((request) => `${request.system} ${request.model}`)).when({ first: "Who are you?" }),
  ],
});
