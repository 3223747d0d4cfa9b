import {
  allow,
  calls,
  fails,
  file,
  outcome,
  passes,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
} from "rehearsal/sim";

const parser = (body: string) =>
  calls("write", { file_path: "src/parser.ts", content: `${body}\n` });

export default scenario({
  name: "when every attempt fails, what depends on the ticket is blocked and the rest goes on",
  epic: "Parse, print and document dates",
  rules: [allow.everything()],
  config: { check: "bun test", attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "dates", title: "Dates" }))),
    tier2(
      "dates",
      reply(
        tickets(
          { id: "parse", title: "Parse a date" },
          { id: "print", title: "Print what was parsed", dependsOn: ["parse"] },
          { id: "table", title: "Print a table of dates", dependsOn: ["print"] },
          { id: "readme", title: "Document the formats" },
        ),
      ),
    ),
    tier3("parse", reply(parser("// TODO")), reply(says("First go."))),
    tier4("parse", reply(says("Nothing is exported."))),
    tier3("parse", reply(parser("export {};")), reply(says("Second go."))).attempt(2),
    tier3(
      "readme",
      reply(calls("write", { file_path: "README.md", content: "# Dates\n" })),
      reply(says("Documented.")),
    ),
  ],
  checks: {
    parse: [fails("parse is not a function\n")],
    readme: [passes()],
  },
  expect: [
    outcome("failed"),
    ticket("parse").failed(),
    ticket("parse").attempts(2),
    ticket("print").blocked(),
    ticket("table").blocked(),
    ticket("table").attempts(0),
    ticket("readme").done(),
    // QA speaks for the next attempt only: after the last one nobody would read it.
    stream("Tier 4 (QA): parse").equals("Nothing is exported."),
    file("README.md").contains("# Dates"),
    file("src/parser.ts").missing(),
  ],
});
