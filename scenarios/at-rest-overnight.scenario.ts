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

const rooms = ["hall", "porch", "cellar", "loft", "shed", "stable"];

const thoughts = "There is dust on everything, and I begin at the door. ".repeat(3);

/** While somebody thinks about the other starts, the first worker is at work: a night between the two is nobody's work. */
export default scenario({
  name: "a run's time is the time of its work: neither a person's nor the night's",
  epic: "Tidy up",
  rules: [allow.everything(), ...rooms.map((room) => ask.spawn(room))],
  config: { timeBudget: { runMs: 300_000 } },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets({ id: "attic", title: "The attic" }, ...rooms.map((id) => ({ id, title: id }))),
      ),
    ),
    tier3(
      "attic",
      ...["east", "west", "north", "south"].map((side) =>
        reply(says(thoughts), write(`${side}.txt`)).fails(slow("6s")),
      ),
      reply(says("The attic is tidy.")),
    ),
    ...rooms.map((room) => tier3(room, reply(says("It is tidy.")))),
  ],
  user: [...rooms.map((room) => approve.spawn(room).after("4m")), approve.budget()],
  expect: [outcome("done"), ...["attic", ...rooms].map((id) => ticket(id).done())],
});
