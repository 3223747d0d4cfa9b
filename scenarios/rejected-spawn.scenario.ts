import {
  approve,
  check,
  outcome,
  popups,
  reject,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

export default scenario({
  name: "a rejected spawn ends its ticket, blocks what needs it and leaves the others alone",
  epic: "Move the settings into a file, and describe them",
  models: [
    tier1(reply(tracks({ id: "settings", title: "Settings" }))),
    tier2(
      "settings",
      reply(
        tickets(
          { id: "move", title: "Move the settings" },
          { id: "test", title: "Test the move", dependsOn: ["move"] },
          { id: "describe", title: "Describe the settings" },
        ),
      ),
    ),
    tier3("describe", reply(says("Described."))),
  ],
  user: [
    approve.tracks(),
    approve.tickets("settings"),
    reject.spawn("move", "not before the release"),
    approve.spawn("describe").after("10s"),
  ],
  expect: [
    outcome("failed"),
    ticket("move").failed(),
    ticket("move").attempts(0),
    ticket("test").blocked(),
    ticket("describe").done(),
    stream("Tier 3 (Worker): describe").equals("Described."),
    popups("tracks", "tickets", "spawn", "spawn").inOrder(),
    check("the reason is told with the ticket, and its worker never spoke", (run) => {
      const move = run.tickets.find(({ id }) => id === "move");
      return (
        move?.reason === "not before the release" &&
        run.streams["Tier 3 (Worker): move"] === undefined
      );
    }),
  ],
});
