import {
  allow,
  approve,
  ask,
  calls,
  outcome,
  reply,
  says,
  scenario,
  slow,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

const thoughts = "There is dust on everything, and I begin at the door. ".repeat(3);

// The person goes home while one worker is at work and the start of the others is still asked about, and answers from there once no
// process runs. Where a crash has cut the work off, the hours until the answer are no working time of the run.
export default scenario({
  name: "an answer from elsewhere is taken while nothing runs, and the hours before it are no work",
  epic: "Tidy up",
  rules: [allow.everything(), ask.spawn("hall"), ask.spawn("porch")],
  config: { timeBudget: { runMs: 300_000 } },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "attic", title: "The attic" },
          { id: "hall", title: "The hall" },
          { id: "porch", title: "The porch" },
        ),
      ),
    ),
    tier3(
      "attic",
      ...["east", "west", "north", "south"].map((side) =>
        reply(says(thoughts), write(`${side}.txt`)).fails(slow("6s")),
      ),
      reply(says("The attic is tidy.")),
    ),
    tier3("hall", reply(says("It is tidy."))),
    tier3("porch", reply(says("It is tidy."))),
  ],
  user: [
    approve.spawn("hall").fromElsewhere(),
    approve.spawn("porch").fromElsewhere(),
    approve.budget().optional(),
  ],
  expect: [outcome("done"), ...["attic", "hall", "porch"].map((id) => ticket(id).done())],
});
