import {
  allow,
  approve,
  ask,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** A rule lets one ticket take its step, and of the other one a person is asked who is away. */
export default scenario({
  name: "two steps, of which one needs nobody",
  epic: "Go two steps",
  workspace: {},
  rules: [allow.everything(), ask.step(), allow.step("free")],
  config: { mode: "step" },
  models: [
    tier1(reply(tracks({ id: "way", title: "The way" }))),
    tier2("way", reply(tickets({ id: "asked", title: "Asked" }, { id: "free", title: "Free" }))),
    ...["asked", "free"].map((id) => tier3(id, reply(says("Gone.")))),
  ],
  user: [approve.step("asked").onReturn()],
  expect: [outcome("done")],
});
