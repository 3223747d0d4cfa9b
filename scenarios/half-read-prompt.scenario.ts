import {
  allow,
  calls,
  check,
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

// About 12,000 tokens; the server says that it read 900.
const halfRead = { input: 900, cacheRead: 0, cacheWrite: 0 };
const novel = "It was a dark and stormy night.\n".repeat(1_500);

/** Such servers cut what is too long for them and say nothing: only the count of tokens shows it. */
export default scenario({
  name: "a person is told once that a server reads a part of a prompt alone",
  epic: "Shorten the novel",
  workspace: { "novel.md": novel },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "novel", title: "The novel" }))),
    tier2("novel", reply(tickets({ id: "T-1", title: "Shorten it", files: ["novel.md"] }))),
    tier3(
      "T-1",
      reply(calls("bash", { command: "head -n 3 novel.md > short.md" })).tokens(halfRead),
      reply(says("It is short.")).tokens(halfRead),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    check("it is told at the first turn, and not again", (run) => {
      const cuts = run.log.flatMap((event) => (event.type === "prompt.cut" ? [event.turn] : []));
      return cuts.join() === "1" || `told at turns ${cuts.join()}`;
    }),
  ],
});
