import {
  allow,
  calls,
  either,
  file,
  outcome,
  reply,
  says,
  scenario,
  take,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const paints = (color: string) => [
  reply(calls("write", { file_path: "door.txt", content: `${color}\n` })),
  reply(says(`It is ${color}.`)),
];

export default scenario({
  name: "two tracks propose one ticket id at once, and two workers write one file",
  epic: "Paint the door",
  workspace: { "door.txt": "white\n" },
  rules: [allow.everything()],
  config: { workers: 2 },
  models: [
    tier1(reply(tracks({ id: "north", title: "North" }, { id: "south", title: "South" }))),
    // Whose plan comes second must propose another id; which of them that is, says the schedule.
    tier2(
      "north",
      reply(tickets({ id: "T-1", title: "Paint it red" })),
      reply(tickets({ id: "T-2", title: "Paint it red" })).optional(),
    ),
    tier2(
      "south",
      reply(tickets({ id: "T-1", title: "Paint it blue" })),
      reply(tickets({ id: "T-2", title: "Paint it blue" })).optional(),
    ),
    tier3("T-1", ...paints("red")),
    tier3("T-2", ...paints("blue")),
  ],
  // Who writes last meets the other's door, unless they never worked at once.
  user: [take.merge("T-1", "ticket").optional(), take.merge("T-2", "ticket").optional()],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    ticket("T-2").done(),
    either(file("door.txt").equals("red\n"), file("door.txt").equals("blue\n")),
  ],
});
