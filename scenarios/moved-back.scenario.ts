import {
  allow,
  branchMovedBack,
  calls,
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

/** Somebody moves the run's branch back while the last worker looks at what was built, and changes nothing. */
export default scenario({
  name: "the branch is moved back while the last worker only looks",
  epic: "Build a wall and look at it",
  workspace: { "README.md": "# Wall\n" },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "walls", title: "Walls" }))),
    tier2(
      "walls",
      reply(
        tickets(
          { id: "wall", title: "Build a wall" },
          { id: "look", title: "Look at it", dependsOn: ["wall"] },
        ),
      ),
    ),
    tier3(
      "wall",
      reply(calls("write", { file_path: "wall.txt", content: "bricks\n" })),
      reply(says("Built.")),
    ),
    tier3("look", reply(says("It stands."))),
  ],
  faults: [branchMovedBack("look", "commit")],
  expect: [outcome("done")],
});
