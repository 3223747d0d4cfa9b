import {
  allow,
  calls,
  check,
  fails,
  file,
  outcome,
  passes,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
  usage,
} from "rehearsal/sim";

const largest = (initial: string) =>
  calls("write", {
    file_path: "src/largest.ts",
    content: `export const largest = (list: number[]) => list.reduce((a, b) => (a > b ? a : b), ${initial});\n`,
  });

export default scenario({
  name: "QA reads a failed check, and the second attempt passes it",
  epic: "Find the largest number of a list",
  rules: [allow.everything()],
  config: { check: "bun test", attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "lists", title: "Largest number" }))),
    tier2(
      "lists",
      reply(
        tickets(
          { id: "T-1", title: "Implement largest" },
          { id: "T-2", title: "Use largest in the report", dependsOn: ["T-1"] },
        ),
      ),
    ),
    tier3("T-1", reply(says("I start from zero."), largest("0")), reply(says("Done."))),
    tier4("T-1", reply(says("largest([-3, -1]) is 0: start from -Infinity instead."))),
    tier3(
      "T-1",
      reply(says("Of negative numbers, zero is not one."), largest("-Infinity")),
      reply(says("Now it holds for them too.")),
    ).attempt(2),
    tier3("T-2", reply(says("The report names the largest."))),
  ],
  checks: {
    "T-1": [fails("largest([-3, -1]): expected -1, found 0\n"), passes("4 pass\n")],
    "T-2": [passes("5 pass\n")],
  },
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    ticket("T-1").attempts(2),
    ticket("T-2").attempts(1),
    stream("Tier 4 (QA): T-1").contains("-Infinity"),
    file("src/largest.ts").contains("-Infinity"),
    usage("tier4").outputTokens.atLeast(1),
    check("QA saw what the check printed, and the second attempt what QA said", (run) => {
      const told = new Map(
        run.log.flatMap((event) =>
          event.type === "session.opened" ? [[event.sessionId, JSON.stringify(event.message)]] : [],
        ),
      );
      const heard = (session: string, words: string) =>
        [...told].some(([id, message]) => id === session && message.includes(words));
      return (
        heard("tier4:T-1:1", "expected -1, found 0") && heard("tier3:T-1:2", "start from -Infinity")
      );
    }),
  ],
});
