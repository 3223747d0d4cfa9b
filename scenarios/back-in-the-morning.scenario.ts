import {
  allow,
  approve,
  calls,
  check,
  file,
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
  name: "the person is away, the run waits, and goes on when they are back",
  epic: "Feed the cat and water the plants",
  rules: [allow.tracks(), allow.tickets(), allow.tool("write")],
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "home", title: "At home" }))),
    tier2(
      "home",
      reply(
        tickets(
          { id: "cat", title: "Feed the cat" },
          { id: "plants", title: "Water the plants" },
          { id: "note", title: "Leave a note", dependsOn: ["cat"] },
        ),
      ),
    ),
    tier3("cat", reply(says("Fed."))),
    tier3(
      "plants",
      reply(calls("write", { file_path: "plants.txt", content: "watered\n" })),
      reply(says("Watered.")),
    ),
    tier3("note", reply(says("Both are looked after."))),
  ],
  user: [
    approve.spawn("cat").onReturn().after("2s"),
    // Both of the first two hold their place again, so there is none for the note before this one is done.
    approve.spawn("plants").onReturn().after("1m"),
    approve.spawn("note"),
  ],
  expect: [
    outcome("done"),
    ticket("cat").done(),
    ticket("plants").done(),
    ticket("note").done(),
    file("plants.txt").contains("watered"),
    check("it ended as waiting once, and was resumed", (run) => {
      const types = run.log.map(({ type }) => type);
      return (
        types.indexOf("run.resumed") > types.indexOf("run.ended") && types.includes("run.ended")
      );
    }),
  ],
});
