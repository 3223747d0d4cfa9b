import {
  allow,
  approve,
  calls,
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

const build = reply(calls("bash", { command: "cat missing.txt" }));

const notes = reply(calls("bash", { command: "echo missing >> notes.txt && cat notes.txt" }));

export default scenario({
  name: "a worker makes the same call again and again: it is told, then a person is asked",
  epic: "Build it",
  rules: [allow.everything()],
  config: { repeats: 2 },
  models: [
    tier1(reply(tracks({ id: "main", title: "Main" }))),
    tier2(
      "main",
      reply(
        tickets(
          { id: "T-1", title: "Build" },
          { id: "T-2", title: "Look" },
          { id: "T-3", title: "Note" },
        ),
      ),
    ),
    tier3("T-1", build, build, build, reply(says("It does not build."))),
    // Between the two it has seen something new.
    tier3(
      "T-2",
      build,
      reply(calls("bash", { command: "ls" })),
      build,
      reply(says("It is not there.")).chunks(100_000),
    ),
    // Between the two a call that it has made before has brought something new.
    tier3("T-3", notes, build, notes, build, reply(says("I have noted it."))),
  ],
  user: [approve.tool("T-1", "bash")],
  expect: [outcome("done"), ticket("T-1").done(), ticket("T-2").done(), ticket("T-3").done()],
});
