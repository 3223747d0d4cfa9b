import {
  allow,
  calls,
  malformedJson,
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
  uses,
} from "rehearsal/sim";

const look = calls("read", { file_path: "README.md" });

/** What weaker models do. One gets over it, and one each never does. */
export default scenario({
  name: "unknown tools, broken input and silence are answered, and end what does not stop",
  epic: "Read the readme",
  workspace: { "README.md": "# Hello\n" },
  rules: [allow.everything()],
  config: { attempts: 1, turns: 5 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "learns", title: "Learns from its mistakes" },
          { id: "mumbles", title: "Says nothing" },
          { id: "stumbles", title: "Makes no call" },
          { id: "wanders", title: "Comes to no end" },
        ),
      ),
    ),
    tier3(
      "learns",
      reply(uses("browse", { url: "https://example.com" })),
      reply(look).fails(malformedJson()),
      reply(uses("ask", { words: "Where?" })),
      reply(says("")),
      reply(says("It says hello.")),
    ),
    tier3("mumbles", ...[1, 2, 3].map(() => reply(says("")))),
    tier3("stumbles", ...[1, 2, 3].map(() => reply(look).fails(malformedJson()))),
    tier3("wanders", ...[1, 2, 3, 4, 5].map((n) => reply(calls("bash", { command: `echo ${n}` })))),
  ],
  expect: [
    outcome("failed"),
    ticket("learns").done(),
    ...["mumbles", "stumbles", "wanders"].map((id) => ticket(id).failed()),
  ],
});
