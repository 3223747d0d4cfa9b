import {
  allow,
  approve,
  calls,
  check,
  file,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// `.gitignore` covers docs/, and git takes no `git~1`, as Windows may call `.git`. One worker moves its file when it hears so; the
// others leave theirs to the person. What a worker failed to mend there, and a command then made, it did not mean to keep: nobody
// is asked.
export default scenario({
  name: "what git ignores or refuses is not lost in silence: the worker hears of it, then the person",
  epic: "Write a guide and keep notes",
  workspace: { ".gitignore": "docs/\n" },
  // What is there before a check is no check's.
  config: { check: "true" },
  rules: [allow.tracks(), allow.tickets(), allow.spawn(), allow.tool("write"), allow.tool("edit")],
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "guide", title: "Write the guide" },
          { id: "notes", title: "Keep notes" },
          { id: "map", title: "Draw a map" },
          { id: "cover", title: "Mend the cover" },
          { id: "index", title: "List what there is", dependsOn: ["guide", "notes", "map"] },
        ),
      ),
    ),
    tier3(
      "guide",
      reply(write("docs/guide.md")),
      reply(says("The guide is written.")),
      reply(calls("bash", { command: "mv docs/guide.md ." })),
      reply(says("Now git sees it.")),
    ),
    tier3(
      "notes",
      reply(write("docs/notes.md")),
      reply(says("Noted.")),
      reply(says("They are for me alone.")),
    ),
    tier3(
      "map",
      reply(write("git~1/map.md")),
      reply(says("Drawn.")),
      reply(says("It shows the guide alone.")),
    ),
    tier3(
      "cover",
      reply(
        calls("edit", { file_path: "docs/cover.md", old_string: "Guide", new_string: "Guides" }),
      ),
      reply(calls("bash", { command: "mkdir -p docs && echo Guides > docs/cover.md" })),
      reply(says("There was no cover.")),
    ),
    tier3("index", reply(write("index.md")), reply(says("Listed."))),
  ],
  user: [
    approve.tool("guide", "bash"),
    approve.tool("cover", "bash"),
    approve.leftovers("notes"),
    approve.leftovers("map"),
  ],
  expect: [
    outcome("done"),
    file("guide.md").contains("docs/guide.md"),
    file("docs/notes.md").missing(),
    file("git~1/map.md").missing(),
    check("the list's worker is told what is not there", (run) => {
      const [prompt] = run.log.flatMap((event) =>
        event.type === "session.opened" && event.ticketId === "index"
          ? [JSON.stringify(event.message)]
          : [],
      );
      return prompt?.includes("Not there, though notes wrote it: docs/notes.md") === true;
    }),
  ],
});
