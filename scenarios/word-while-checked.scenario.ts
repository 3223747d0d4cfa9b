import {
  allow,
  calls,
  check,
  outcome,
  passes,
  reply,
  says,
  scenario,
  tells,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

// Its worker has ended its work, so nobody would read what is said: whoever says it hears so at once.
export default scenario({
  name: "what a person says to a worker while its work is checked or committed is refused, and not lost unseen",
  epic: "Bake a loaf",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "kitchen", title: "The kitchen" }))),
    tier2("kitchen", reply(tickets({ id: "loaf", title: "Bake it" }))),
    tier3(
      "loaf",
      reply(calls("write", { file_path: "loaf.txt", content: "rye\n" })),
      reply(says("Baked.")),
    ),
  ],
  checks: { loaf: [passes("", { takes: "20s" })] },
  interventions: [
    tells("loaf", "Add salt.", { at: "check.started" }),
    tells("loaf", "Add seeds.", { at: "commit.started" }),
  ],
  expect: [
    outcome("done"),
    ticket("loaf").attempts(1),
    check("nothing of it was taken in", (run) => {
      const types = new Set(run.log.map(({ type }) => type));
      return !types.has("intervention.received") && types.has("intervention.refused");
    }),
  ],
});
