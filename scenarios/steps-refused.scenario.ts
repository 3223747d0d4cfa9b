import {
  abort,
  allow,
  approve,
  ask,
  deny,
  outcome,
  reject,
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
  name: "in step mode a ticket goes on as its step is allowed, and ends as it is not",
  epic: "Go four steps",
  rules: [allow.everything(), ask.step(), allow.step("second"), deny.step("fourth")],
  config: { mode: "step" },
  models: [
    tier1(reply(tracks({ id: "way", title: "The way" }))),
    tier2(
      "way",
      reply(
        tickets(
          { id: "first", title: "First", dependsOn: ["second"] },
          { id: "second", title: "Second" },
          { id: "third", title: "Third", dependsOn: ["second"] },
          { id: "fourth", title: "Fourth", dependsOn: ["first"] },
          { id: "fifth", title: "Fifth", dependsOn: ["second"] },
        ),
      ),
    ),
    tier3("first", reply(says("Gone."))),
    tier3("second", reply(says("Gone."))),
  ],
  // The first step is a rule's alone, and the person is away: what a rule lets go on waits for nobody.
  user: [
    approve.step("first").onReturn(),
    reject.step("third", "far enough").onReturn(),
    abort.step("fifth").onReturn(),
  ],
  expect: [
    outcome("failed"),
    ticket("first").done(),
    ticket("second").done(),
    ...["third", "fourth", "fifth"].map((id) => ticket(id).failed()),
  ],
});
