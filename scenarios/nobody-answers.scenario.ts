import {
  allow,
  approve,
  calls,
  file,
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

const script = {
  epic: "Feed the cat and water the plants",
  models: [
    tier1(reply(tracks({ id: "home", title: "At home" }))),
    tier2(
      "home",
      reply(
        tickets(
          { id: "cat", title: "Feed the cat" },
          { id: "brush", title: "Brush the cat", dependsOn: ["cat"] },
          { id: "plants", title: "Water the plants" },
        ),
      ),
    ),
    tier3(
      "plants",
      reply(calls("write", { file_path: "plants.txt", content: "watered\n" })),
      reply(says("Watered.")),
    ),
  ],
  rules: [allow.tracks(), allow.tickets(), allow.tool("write")],
};

export default [
  scenario({
    ...script,
    name: "a popup that nobody answers lets the rest go on, and then the run waits",
    config: { workers: 1 },
    user: [ignores.spawn("cat"), approve.spawn("plants").after("1m")],
    expect: [
      outcome("waiting"),
      ticket("cat").todo(),
      ticket("brush").todo(),
      ticket("plants").done(),
      file("plants.txt").contains("watered"),
      popups("spawn", "spawn").inOrder(),
    ],
  }),

  scenario({
    ...script,
    name: "a popup with a time limit expires, and its ticket fails",
    config: { popupTimeoutMs: 60_000 },
    user: [ignores.spawn("cat"), approve.spawn("plants").after("59s")],
    expect: [
      outcome("failed"),
      ticket("cat").failed(),
      ticket("brush").blocked(),
      ticket("plants").done(),
    ],
  }),
];
