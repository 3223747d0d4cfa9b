import {
  allow,
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

const guests = ["ann", "bob", "cid"];

/** Three tickets that end at the same moment: their merges want through one door. */
export default scenario({
  name: "three at one door",
  epic: "Welcome the guests",
  workspace: {},
  rules: [allow.everything()],
  config: { workers: 3 },
  models: [
    tier1(reply(tracks({ id: "door", title: "The door" }))),
    tier2("door", reply(tickets(...guests.map((id) => ({ id, title: `Welcome ${id}` }))))),
    ...guests.map((id) =>
      tier3(
        id,
        reply(calls("write", { file_path: id, content: `${id}\n` })),
        reply(says(`${id} is in.`)),
      ),
    ),
  ],
  expect: [outcome("done")],
});
