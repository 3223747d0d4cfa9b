import {
  allow,
  calls,
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

const paints = (text: string) => reply(calls("bash", { command: `echo ${text} > wall.txt` }));

// What only a command wrote is in no call's input. It is kept all the same when somebody clears the tree before its commit.
export default scenario({
  name: "a command writes a file, its tree is cleared, and what it wrote is kept",
  epic: "Paint the wall",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "yard", title: "The yard" }))),
    tier2("yard", reply(tickets({ id: "wall", title: "Paint the wall" }))),
    tier3("wall", paints("red"), reply(says("It is red."))),
    tier3("wall", paints("blue"), reply(says("It is blue."))).attempt(2),
  ],
  faults: [treeLost("wall", "commit")],
  expect: [outcome("done"), ticket("wall").done(), file("wall.txt").equals("blue\n")],
});
