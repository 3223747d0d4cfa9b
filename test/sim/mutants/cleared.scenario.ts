import {
  allow,
  calls,
  fails,
  passes,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
  treeLost,
} from "rehearsal/sim";

const wall = (side: string) => calls("write", { file_path: `${side}.txt`, content: "bricks\n" });

/**
 * Somebody clears the caches between an attempt whose check failed and the next, which was to
 * mend one half of the work: that one does not come to pass, and the third builds anew. Played among drawn faults alone.
 */
export default scenario({
  name: "a tree is cleared between two attempts",
  epic: "Build a wall",
  workspace: { "README.md": "# Wall\n" },
  rules: [allow.everything()],
  config: { check: "true", attempts: 2 },
  checks: { wall: [fails("The south is missing."), passes()] },
  models: [
    tier1(reply(tracks({ id: "walls", title: "Walls" }))),
    tier2("walls", reply(tickets({ id: "wall", title: "Build a wall" }))),
    tier3("wall", reply(wall("north")), reply(says("Built."))),
    tier4("wall", reply(says("Build the south, too."))),
    tier3("wall", reply(wall("south")), reply(says("Built the south."))).attempt(2),
    tier3("wall", reply(wall("north"), wall("south")), reply(says("Built anew."))).attempt(3),
  ],
  faults: [treeLost("wall", "prepare", 2)],
  expect: [],
});
