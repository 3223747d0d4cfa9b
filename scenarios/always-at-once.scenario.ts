import {
  always,
  approve,
  calls,
  check,
  ignores,
  outcome,
  popups,
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

const listing = reply(calls("bash", { command: "ls src" }));

export default scenario({
  name: "an “always” answers what others ask already, and nothing wider",
  epic: "Look around",
  workspace: { "src/a.ts": "export {};\n" },
  // Who waits for nobody's answer gives the only place up, and has it again once the answer is there.
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "look", title: "Look around" }))),
    tier2(
      "look",
      reply(
        tickets(
          { id: "second", title: "List the sources" },
          { id: "first", title: "List them, too" },
          { id: "third", title: "List all" },
        ),
      ),
    ),
    tier3("first", listing, reply(says("One file."))),
    tier3("second", listing, reply(says("The same file.")).after("1m")),
    tier3("third", reply(calls("bash", { command: "ls" })), reply(says("One folder."))),
  ],
  user: [
    approve.tracks(),
    approve.tickets("look"),
    approve.spawn("first"),
    approve.spawn("second"),
    approve.spawn("third"),
    ignores.tool("second", "bash"),
    always.tool("first", "bash").after("5s"),
    // Another command is another question.
    approve.tool("third", "bash").after("10s"),
  ],
  expect: [
    outcome("done"),
    ticket("first").done(),
    ticket("second").done(),
    ticket("third").done(),
    popups("tracks", "tickets", "spawn", "spawn", "spawn", "tool", "tool", "tool").inAnyOrder(),
    check("the rule let the same command through, and no other", (run) => {
      const byRule = run.log.flatMap((event) =>
        event.type === "popup.decided" && event.rule !== null
          ? [`${event.popupId} ${event.rule.command}`]
          : [],
      );
      return byRule.join() === "tool:second:1.1.0 ls src";
    }),
  ],
});
