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

// `.gitignore` covers docs/. One worker moves its file when it hears so; the other leaves it to the person.
export default scenario({
  name: "what git ignores is not lost in silence: the worker hears of it, then the person",
  epic: "Write a guide and keep notes",
  workspace: { ".gitignore": "docs/\n" },
  rules: [allow.tracks(), allow.tickets(), allow.spawn(), allow.tool("write")],
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(
        tickets(
          { id: "guide", title: "Write the guide" },
          { id: "notes", title: "Keep notes" },
          { id: "index", title: "List what there is", dependsOn: ["guide", "notes"] },
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
    tier3("index", reply(write("index.md")), reply(says("Listed."))),
  ],
  user: [approve.tool("guide", "bash"), approve.leftovers("notes")],
  expect: [
    outcome("done"),
    file("guide.md").contains("docs/guide.md"),
    file("docs/notes.md").missing(),
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
