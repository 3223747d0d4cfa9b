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
  models: [
    tier1(reply(tracks({ id: "look", title: "Look around" }))),
    tier2(
      "look",
      reply(
        tickets(
          { id: "first", title: "List the sources" },
          { id: "second", title: "List them, too" },
          { id: "third", title: "List all" },
        ),
      ),
    ),
    tier3("first", listing, reply(says("One file."))),
    tier3("second", listing, reply(says("The same file."))),
    tier3("third", reply(calls("bash", { command: "ls" })), reply(says("One folder."))),
  ],
  user: [
    approve.tracks(),
    approve.tickets("look"),
    approve.spawn("first"),
    approve.spawn("second"),
    approve.spawn("third"),
    // All three ask before the first is answered.
    always.tool("first", "bash").after("5s"),
    ignores.tool("second", "bash"),
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
