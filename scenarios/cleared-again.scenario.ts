import {
  allow,
  calls,
  check,
  file,
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
  treeLost,
} from "rehearsal/sim";

const lays = reply(calls("write", { file_path: "wall.txt", content: "bricks\n" }));

// Something clears the caches again and again. Once the worker begins anew by itself; the second time a person has to look; then it is
// as it was before.
export default scenario({
  name: "a tree that is cleared twice is made anew once, and then the run waits for somebody to look, and so on",
  epic: "Build a wall",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "yard", title: "The yard" }))),
    tier2("yard", reply(tickets({ id: "wall", title: "Build the wall" }))),
    tier3("wall", lays),
    tier3("wall", lays).attempt(2),
    tier3("wall", lays).attempt(3),
    tier3("wall", lays, reply(says("It stands."))).attempt(4),
  ],
  faults: [1, 2, 3].map((nth) => treeLost("wall", "tool", nth)),
  expect: [
    outcome("done"),
    ticket("wall").done(),
    file("wall.txt").equals("bricks\n"),
    check("somebody had to look once", (run) => {
      const waits = run.log.filter(({ type }) => type === "run.ended");
      return waits.length === 2;
    }),
  ],
});
