import {
  allow,
  calls,
  reply,
  says,
  scenario,
  stops,
  tells,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const paints = (door: string) =>
  reply(calls("write", { file_path: `${door}.txt`, content: `${door}\n` })).after("1s");

/** One place, three tickets: a person gives one of those that wait for it up, and says something to the worker of another. */
export default scenario({
  name: "a ticket that is given up in the queue is not begun, and one that waits for another hears what was said",
  epic: "Paint the doors",
  rules: [allow.everything()],
  config: { workers: 1 },
  models: [
    tier1(reply(tracks({ id: "doors", title: "The doors" }))),
    tier2(
      "doors",
      reply(
        tickets(
          { id: "front", title: "Paint the front door" },
          { id: "back", title: "Paint the back door" },
          { id: "barn", title: "Paint the barn's door", dependsOn: ["front"] },
        ),
      ),
    ),
    tier3("front", paints("front"), reply(says("Painted."))),
    tier3("barn", paints("barn"), reply(says("Painted."))),
  ],
  interventions: [
    stops("back", "it is gone", { at: "attempt.started" }),
    tells("barn", "Take red.", { at: "attempt.started" }),
  ],
  expect: [ticket("front").done(), ticket("back").failed(), ticket("barn").done()],
});
