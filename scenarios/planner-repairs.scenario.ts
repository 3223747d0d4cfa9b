import {
  allow,
  check,
  json,
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

export default scenario({
  name: "a planner whose reply does not fit the schema is shown why, and repairs it",
  epic: "Greet people by name",
  rules: [allow.everything()],
  models: [
    // Prose where JSON was asked for.
    tier1(
      reply(says("Sure! I would make one track, about greetings.")),
      reply(tracks({ id: "greet", title: "Greetings" })),
    ),
    // JSON of another shape: an id that no branch could have, and no title.
    tier2(
      "greet",
      reply(json({ tickets: [{ id: "say hello" }] })),
      reply(tickets({ id: "hello", title: "Say hello" })),
    ),
    tier3("hello", reply(says("Hello!"))),
  ],
  expect: [
    outcome("done"),
    ticket("hello").done(),
    check("each planner was told what was wrong, once", (run) => {
      const repairs = run.log.flatMap((event) =>
        event.type === "message.added" && event.message.role === "user"
          ? [`${event.sessionId}: ${JSON.stringify(event.message)}`]
          : [],
      );
      const [first, second, ...others] = repairs;
      return (
        others.length === 0 &&
        first?.startsWith("tier1:") === true &&
        first.includes("the reply is not JSON") &&
        second?.startsWith("tier2:greet:") === true &&
        second.includes("tickets.0.id") &&
        second.includes("tickets.0.title")
      );
    }),
  ],
});
