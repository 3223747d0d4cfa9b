import {
  allow,
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

/** One of two foundations cannot be laid; what stands on it is not built, and the rest is. */
export default scenario({
  name: "what stands on a ruin is not built",
  epic: "Build a tower and a shed",
  workspace: { "README.md": "# Tower\n" },
  rules: [allow.everything()],
  config: { workers: 1, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "tower", title: "The tower" }))),
    tier2(
      "tower",
      reply(
        tickets(
          { id: "ground", title: "Lay the ground" },
          { id: "stairs", title: "Build stairs", dependsOn: ["ground"] },
          { id: "bell", title: "Hang the bell", dependsOn: ["stairs"] },
          { id: "shed", title: "Build a shed" },
          { id: "path", title: "Lay a path", dependsOn: ["shed"] },
        ),
      ),
    ),
    tier3("ground", reply(says("The ground is a swamp.")).stops("refusal")),
    tier3("shed", reply(says("A shed."))),
    tier3("path", reply(says("A path."))),
  ],
  expect: [
    outcome("failed"),
    ticket("ground").failed(),
    ticket("stairs").blocked(),
    ticket("bell").blocked(),
    ticket("shed").done(),
    ticket("path").done(),
  ],
});
