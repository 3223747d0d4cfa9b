import {
  allow,
  outcome,
  reply,
  says,
  scenario,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** Workers whose first replies say nothing, or half of something, and who report once they are asked. */
export default scenario({
  name: "silence is no report",
  epic: "Say something",
  workspace: {},
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "talk", title: "The talk" }))),
    tier2("talk", reply(tickets({ id: "mute", title: "Speak" }, { id: "short", title: "Finish" }))),
    tier3("mute", reply(thinks("I should say something.")), reply(says("Said."))),
    tier3("short", reply(says("I will now wr")).stops("max-tokens"), reply(says("Finished."))),
  ],
  expect: [outcome("done"), ticket("mute").done(), ticket("short").done()],
});
