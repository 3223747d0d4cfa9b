import {
  allow,
  calls,
  fails,
  httpError,
  outcome,
  passes,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

export default scenario({
  name: "a QA that fails leaves the next attempt without its words, and too many turns end a ticket",
  epic: "Mend two things",
  rules: [allow.everything()],
  workspace: { "hinge.txt": "rusty\n" },
  config: { check: "make test", attempts: 3, turns: 3 },
  checks: { door: [fails("it squeaks"), fails("it sticks"), passes()] },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "door", title: "Mend the door", files: ["hinge.txt"] },
          { id: "roof", title: "Mend the roof" },
        ),
      ),
    ),
    tier3("door", reply(write("door.txt")), reply(says("Mended."))),
    tier4("door", reply(says("It wants oil.")).fails(httpError(400))),
    tier3("door", reply(write("oil.txt")), reply(says("Oiled."))).attempt(2),
    tier4("door", reply(says("It wants sanding."))).attempt(2),
    tier3("door", reply(write("sand.txt")), reply(says("Sanded."))).attempt(3),
    ...[1, 2, 3].map((attempt) =>
      tier3("roof", reply(write("a.txt")), reply(write("b.txt")), reply(write("c.txt"))).attempt(
        attempt,
      ),
    ),
  ],
  expect: [
    outcome("failed"),
    ticket("door").attempts(3),
    ticket("door").done(),
    ticket("roof").failed(),
  ],
});
