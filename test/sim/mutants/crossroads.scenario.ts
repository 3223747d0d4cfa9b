import {
  allow,
  ask,
  approve,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  take,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const sign = (text: string) => calls("write", { file_path: "sign", content: `${text}\n` });

/** Two tickets write the same line, a third one is asked about and waits while the branch moves on. */
export default scenario({
  name: "two roads meet",
  epic: "Put up signs",
  workspace: { sign: "nowhere\n" },
  rules: [allow.everything(), ask.merge("map")],
  models: [
    tier1(reply(tracks({ id: "signs", title: "Signs" }))),
    tier2(
      "signs",
      reply(
        tickets(
          { id: "left", title: "Point left" },
          { id: "right", title: "Point right", dependsOn: [] },
          { id: "map", title: "Draw the map" },
        ),
      ),
    ),
    tier3("left", reply(sign("left")), reply(says("Left."))),
    tier3("right", reply(sign("right")).after("3s"), reply(says("Right."))),
    tier3("map", reply(calls("write", { file_path: "map", content: "x\n" })), reply(says("Map."))),
  ],
  user: [approve.merge("map").after("60s"), take.merge("right", "ticket").after("5s")],
  expect: [outcome("done"), file("sign").equals("right\n"), file("map").equals("x\n")],
});
