import {
  allow,
  calls,
  check,
  file,
  outcome,
  raw,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** What servers and the gateways before them were seen to send in place of a reply, to the byte. */
const badGateway = raw("<html><head><title>502 Bad Gateway</title></head></html>", {
  status: 502,
  headers: { "content-type": "text/html" },
});
const outOfMemory = raw('data: {"error":"CUDA out of memory"}\n\n');
const silent = raw("");
const waiting = raw([": waiting\n\n", { after: "40s", send: ": waiting\n\n" }], { end: "reset" });

export default scenario({
  name: "a server's own bytes, as they were reported, cost tries and no words",
  epic: "Write a line behind a shaky gateway",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "line", title: "One line" })).fails(badGateway)),
    tier2("line", reply(tickets({ id: "T-1", title: "Write the line" })).fails(outOfMemory)),
    tier3(
      "T-1",
      reply(calls("write", { file_path: "line.txt", content: "once\n" })).fails(silent, waiting),
      reply(says("It is written.")),
    ),
  ],
  user: [],
  expect: [
    outcome("done"),
    ticket("T-1").attempts(1),
    stream("Tier 3 (Worker): T-1").equals("It is written."),
    file("line.txt").equals("once\n"),
    check("the server's own words are told", (run) => {
      const told = run.log.flatMap((event) =>
        event.type === "stream.discarded" ? [event.failure.message] : [],
      );
      const wanted = ["502 Bad Gateway", "CUDA out of memory"];
      const missing = wanted.filter((words) => !told.some((message) => message.includes(words)));
      return missing.length === 0 || `nobody told ${missing.join(", ")}: ${told.join("; ")}`;
    }),
  ],
});
