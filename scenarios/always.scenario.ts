import {
  always,
  approve,
  ask,
  calls,
  check,
  file,
  outcome,
  popups,
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

const note = (content: string) => calls("write", { file_path: "notes.md", content });

export default scenario({
  name: "an “always” lets the next one through, and nothing wider",
  epic: "Keep notes of the day",
  // What a rule has asked, an “always” answers as well.
  rules: [ask.tool("write")],
  models: [
    tier1(reply(tracks({ id: "notes", title: "Notes" }))),
    tier2(
      "notes",
      reply(
        tickets(
          { id: "morning", title: "Note the morning" },
          { id: "evening", title: "Note the evening", dependsOn: ["morning"] },
        ),
      ),
    ),
    tier3(
      "morning",
      reply(note("Coffee.\n")),
      reply(note("Coffee. Work.\n")),
      reply(says("Good morning.")),
    ),
    tier3(
      "evening",
      reply(note("Coffee. Work. Sleep.\n")),
      reply(calls("write", { file_path: "diary.md", content: "Dear diary\n" })),
      reply(says("Good night.")),
    ),
  ],
  user: [
    approve.tracks(),
    approve.tickets("notes"),
    // Every other spawn, too.
    always.spawn("morning"),
    // Every other write of notes.md, by whomever.
    always.tool("morning", "write"),
    // Another file is another question.
    approve.tool("evening", "write"),
  ],
  expect: [
    outcome("done"),
    ticket("morning").done(),
    ticket("evening").done(),
    popups("tracks", "tickets", "spawn", "tool", "tool").inOrder(),
    file("notes.md").equals("Coffee. Work. Sleep.\n"),
    file("diary.md").contains("diary"),
    check("the rule that let them through names this file only", (run) => {
      const rules = run.log.flatMap((event) =>
        event.type === "rule.applied" && event.subject.kind === "tool" ? [event.rule.path] : [],
      );
      return rules.join() === "notes.md,notes.md";
    }),
  ],
});
