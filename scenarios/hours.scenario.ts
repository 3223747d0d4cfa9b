import {
  allow,
  calls,
  check,
  httpError,
  maxTokens,
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

const failures = Array.from({ length: 8 }, overloaded) as [ReturnType<typeof overloaded>];

/** Waits of hours are a person's; all others are worth a try, as long as there are any. */
export default scenario({
  name: "a provider asks for hours, asks for minutes, fails eight times, says to try again, and cuts a call off",
  epic: "Ask for the weather in five towns",
  workspace: { "a.txt": "sun\n", "b.txt": "rain\n" },
  rules: [allow.everything()],
  config: { tries: 9, attempts: 1, workers: 5 },
  models: [
    tier1(reply(tracks({ id: "towns", title: "Towns" }))),
    tier2(
      "towns",
      reply(
        tickets(
          { id: "hours", title: "Asks for hours" },
          { id: "minutes", title: "Asks for more than we would wait unasked" },
          { id: "eight", title: "Fails eight times" },
          { id: "again", title: "Says to try again" },
          { id: "short", title: "Is cut off" },
        ),
      ),
    ),
    tier3("hours", reply(says("Fog.")).fails(rateLimited("120m"))),
    tier3("minutes", reply(says("Sleet.")).fails(rateLimited("3m"), rateLimited("20m"))),
    tier3("eight", reply(says("Hail.")).fails(...failures)),
    tier3("again", reply(says("Snow.")).fails(httpError(400, { shouldRetry: true }))),
    tier3(
      "short",
      reply(calls("write", { file_path: "c.txt", content: "wind\n" })).fails(maxTokens()),
      reply(calls("read", { file_path: "a.txt" }), calls("read", { file_path: "b.txt" })),
      reply(says("Sun and rain.")),
    ),
  ],
  expect: [
    outcome("done"),
    ...["hours", "minutes", "eight", "again", "short"].map((id) => ticket(id).done()),
    check("the call that was cut off was not made, and its worker hears why", (run) =>
      run.log.some(
        (event) =>
          event.type === "tool.ended" && event.isError && event.text.includes("output limit"),
      ),
    ),
    check("the run waited for a person when hours were asked for", (run) =>
      run.log.some((event) => event.type === "run.ended" && event.outcome === "waiting"),
    ),
  ],
});
