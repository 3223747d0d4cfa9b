import {
  allow,
  call,
  calls,
  check,
  connectionRefused,
  cut,
  errorEvent,
  file,
  httpError,
  outcome,
  overloaded,
  rateLimited,
  reply,
  says,
  scenario,
  stall,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/**
 * The failures of all tries that were thrown away, in order; not a server's refusals that taught how to ask it. An
 * overload within a stream is no more than an error with some servers.
 */
const weather = [
  "rate-limited",
  "overloaded",
  "overloaded",
  "connection-failed",
  "stream-cut",
  "stream-cut",
  "overloaded",
  "stalled",
];

export default scenario({
  name: "a provider's bad weather costs time and tokens, and no words",
  epic: "Write a line in any weather",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "line", title: "One line" }))),
    tier2("line", reply(tickets({ id: "T-1", title: "Write the line" }))),
    tier3(
      "T-1",
      reply(
        says("I write it once, whatever the weather."),
        calls("write", { file_path: "line.txt", content: "once\n" }),
      ),
      reply(says(" It is written.")),
    ),
  ],
  faults: [
    rateLimited("30s").on(call.tier1()),
    // Hardly longer than we would wait unasked.
    httpError(503, { retryAfter: "1s" }).on(call.tier2("line")),
    overloaded().on(call.tier1({ try: 2 })),
    connectionRefused().on(call.tier2("line", { try: 2 })),
    // Before the first token, and then in the middle of the sentence.
    cut({ afterEvents: 1 }).on(call.tier3("T-1")),
    cut({ afterEvents: 5 }).on(call.tier3("T-1", { try: 2 })),
    errorEvent({ afterEvents: 4 }).on(call.tier3("T-1", { try: 3 })),
    stall({ afterEvents: 3 }).on(call.tier3("T-1", { turn: 2 })),
  ],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    ticket("T-1").attempts(1),
    stream("Tier 3 (Worker): T-1").equals("I write it once, whatever the weather. It is written."),
    file("line.txt").equals("once\n"),
    check("every failed try is in the log, and only they", (run) => {
      const codes = run.log.flatMap((event) =>
        event.type === "stream.discarded" && event.failure.teaches === undefined
          ? [event.failure.code]
          : [],
      );
      const meant = codes.map((code) => (code === "stream-error" ? "overloaded" : code));
      return meant.join() === weather.join() || `the log has ${codes.join(", ")}`;
    }),
    check("the next try waited for as long as the provider asked", (run) => {
      const limited = run.log.find(
        (event) => event.type === "stream.discarded" && event.failure.code === "rate-limited",
      );
      const next = run.log.find(
        ({ type, seq }) => type === "model.started" && seq > (limited?.seq ?? 0),
      );
      return limited !== undefined && next !== undefined && next.atMs - limited.atMs >= 30_000;
    }),
  ],
});
