import {
  allow,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  treeLost,
} from "rehearsal/sim";

const lays = reply(calls("write", { file_path: "wall.txt", content: "bricks\n" }));

/** A person gives up the ticket whose tree was cleared twice, and has it tried again: once more it begins anew by itself. */
export default scenario({
  name: "a ticket that is tried again after its tree was cleared twice begins anew by itself once more",
  epic: "Build a wall",
  rules: [allow.everything()],
  config: { attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "yard", title: "The yard" }))),
    tier2("yard", reply(tickets({ id: "wall", title: "Build the wall" }))),
    ...[1, 2, 3].map((attempt) => tier3("wall", lays).attempt(attempt)),
    tier3("wall", lays, reply(says("It stands."))).attempt(4),
  ],
  faults: [1, 2, 3].map((nth) => treeLost("wall", "tool", nth)),
  interventions: [stops("wall", "somebody clears the caches", { at: "run.ended" })],
  retries: [{ ticketId: "wall", note: "nobody does any more" }],
  expect: [outcome("done"), ticket("wall").done(), file("wall.txt").equals("bricks\n")],
});
