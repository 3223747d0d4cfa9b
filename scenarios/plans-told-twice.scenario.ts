import {
  allow,
  check,
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

const plan = (id: string) => tickets({ id, title: `Paint it ${id}` });

/** Each planner slips in another way; what they mean at last is what counts. */
export default scenario({
  name: "plans that depend on nothing known, that differ in case, and that are thought over in one reply",
  epic: "Paint three doors",
  rules: [allow.everything()],
  models: [
    tier1(
      reply(
        tracks(
          { id: "back", title: "The back door" },
          { id: "front", title: "The front door" },
          { id: "side", title: "The side door" },
        ),
      ),
    ),
    tier2(
      "back",
      reply(tickets({ id: "blue", title: "Paint it blue", dependsOn: ["primer"] })),
      reply(tickets({ id: "blue", title: "Paint it blue" })),
    ),
    tier2(
      "front",
      reply(tickets({ id: "green", title: "Paint it green" }, { id: "Green", title: "Once more" })),
      reply(tickets({ id: "green", title: "Paint it green" })),
    ),
    tier2("side", reply(plan("grey"), says("\n\nNo, rather:\n\n"), plan("red"))),
    ...["blue", "green", "red"].map((id) => tier3(id, reply(says(`It is ${id}.`)))),
  ],
  expect: [
    outcome("done"),
    ...["blue", "green", "red"].map((id) => ticket(id).done()),
    check("two plans were refused, one for each reason", (run) => {
      const problems = run.log.flatMap((event) =>
        event.type === "plan.refused" ? [...event.problems].join() : [],
      );
      const isNamed = (words: string) => problems.some((problem) => problem.includes(words));
      return problems.length === 2 && isNamed("which is no ticket") && isNamed("only in case");
    }),
  ],
});
