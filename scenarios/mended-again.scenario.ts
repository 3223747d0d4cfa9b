import {
  allow,
  approve,
  ask,
  outcome,
  popups,
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

const sorry = reply(says("I have to think about that."));

/** Each plan is mended, rejected by the person, and then mended once more: what came before a plan that could be read is forgotten. */
export default scenario({
  name: "a plan that a person rejects may be mended again",
  epic: "Build a wall",
  rules: [allow.everything(), ask.tracks(), ask.tickets()],
  models: [
    tier1(
      sorry,
      reply(tracks({ id: "roof", title: "The roof" })),
      sorry,
      reply(tracks({ id: "yard", title: "The yard" })),
    ),
    tier2(
      "yard",
      sorry,
      reply(tickets({ id: "fence", title: "Build a fence" })),
      sorry,
      reply(tickets({ id: "wall", title: "Build the wall" })),
    ),
    tier3("wall", reply(says("It stands."))),
  ],
  user: [
    reject.tracks("there is a roof"),
    approve.tracks(),
    reject.tickets("yard", "a wall, I said"),
    approve.tickets("yard"),
  ],
  expect: [
    outcome("done"),
    ticket("wall").done(),
    popups("tracks", "tracks", "tickets", "tickets").inOrder(),
  ],
});
