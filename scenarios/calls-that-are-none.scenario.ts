import {
  allow,
  calls,
  check,
  file,
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
  workspace: { "README.md": "# Hello\nall is well\nthat ends well\nfor now\n" },
  rules: [allow.everything()],
  // Nobody knows what it costs.
  config: { attempts: 1, turns: 6, modelNames: { tier3: "a-small-model-of-ones-own" } },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "learns", title: "Learns from its mistakes" },
          { id: "falters", title: "Says nothing now and then" },
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
      reply(
        calls("read", { file_path: "README.md", view_range: [2, 3] }),
        calls("edit", { file_path: "README.md", old_string: "well", new_string: "ill" }),
      ),
      reply(says("It says hello.")),
    ),
    tier3(
      "falters",
      ...[1, 2].flatMap((line) => [
        reply(says("")),
        reply(calls("read", { file_path: "README.md", view_range: [line, line] })),
      ]),
      reply(says("")),
      reply(says("It says hello, and all is well.")),
    ),
    tier3("mumbles", ...[1, 2, 3].map(() => reply(says("")))),
    tier3("stumbles", ...[1, 2, 3].map(() => reply(look).fails(malformedJson()))),
    tier3(
      "wanders",
      ...[1, 2, 3, 4, 5, 6].map((n) => reply(calls("bash", { command: `echo ${n}` }))),
    ),
  ],
  expect: [
    outcome("failed"),
    ticket("learns").done(),
    ticket("falters").done(),
    ...["mumbles", "stumbles", "wanders"].map((id) => ticket(id).failed()),
    file("README.md").contains("all is well"),
    check("two lines were read, and what stands twice was not edited", (run) => {
      const results = run.log.flatMap((event) => (event.type === "tool.ended" ? [event] : []));
      return (
        results.some(({ text }) => text === "all is well\nthat ends well") &&
        results.some(({ text, isError }) => isError && text.includes("2 times"))
      );
    }),
  ],
});
