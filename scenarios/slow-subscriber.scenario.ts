import {
  allow,
  check,
  outcome,
  reply,
  says,
  scenario,
  slowSubscriber,
  stream,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

export default scenario({
  name: "a viewer who is slow makes nobody wait, and misses nothing",
  epic: "Count to ten",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "count", title: "Counting" }))),
    tier2("count", reply(tickets({ id: "T-1", title: "Count" }))),
    tier3("T-1", reply(says("1 2 3 4 5 6 7 8 9 10")).deltas(2).chunkDelay("100ms")),
  ],
  faults: [slowSubscriber("4s")],
  expect: [
    outcome("done"),
    stream("Tier 3 (Worker): T-1").equals("1 2 3 4 5 6 7 8 9 10"),
    // Law 1 sees to it that the viewer misses nothing; this, that nobody waited.
    check(
      "the run ends before the viewer has taken its first batch",
      (run) => run.log.at(-1)!.atMs - run.log[0]!.atMs < 4_000,
    ),
  ],
});
