import {
  allow,
  always,
  approve,
  calls,
  check,
  deny,
  file,
  outcome,
  popups,
  reject,
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

/** One ticket says “always” to what a rule denies to the other. */
export default scenario({
  name: "rules read each part of a command and where a path leads, and an “always” is no way around a deny",
  epic: "Tidy up, and touch no secrets",
  workspace: { "secrets/key.txt": "42\n", "notes/a.txt": "a\n" },
  rules: [
    allow.tracks(),
    allow.tickets(),
    allow.spawn(),
    // For what has a path, and has it there: no command has one.
    { action: "allow", path: "notes/**" },
    allow.tool("write"),
    deny.tool("write", { path: "secrets/**" }),
    allow.tool("grep"),
    deny.tool("grep", { path: "secrets/**" }),
    allow.tool("bash", { command: "ls*" }),
    deny.tool("bash", { command: "rm *" }),
    deny.tool("bash", { command: "date", ticket: "second" }),
  ],
  models: [
    tier1(reply(tracks({ id: "tidy", title: "Tidy up" }))),
    tier2(
      "tidy",
      reply(
        tickets(
          { id: "first", title: "Tidy the notes" },
          { id: "second", title: "Look again", dependsOn: ["first"] },
        ),
      ),
    ),
    tier3(
      "first",
      reply(
        calls("bash", { command: "ls && touch b.txt" }),
        calls("bash", { command: "ls && rm notes/a.txt" }),
        calls("write", { file_path: "notes/../secrets/key.txt", content: "0\n" }),
        calls("bash", { command: "date" }),
      ),
      reply(says("Tidy.")),
    ),
    tier3(
      "second",
      reply(calls("bash", { command: "date" })),
      // On some disks that is the same folder.
      reply(calls("write", { file_path: "Secrets/key.txt", content: "0\n" })),
      // The first search cannot come across a secret; the second one may.
      reply(
        calls("grep", { pattern: "a", path: "notes" }),
        calls("grep", { pattern: "4", path: "." }),
      ),
      // No rule is about rehearsal's own files: no worker writes them.
      reply(calls("write", { file_path: "notes/../rehearsal.config.ts", content: "0\n" })),
      reply(says("Without the date.")),
    ),
  ],
  user: [
    approve.tool("first", "bash"),
    always.tool("first", "bash"),
    reject.tool("second", "grep", "Not in everything."),
  ],
  expect: [
    outcome("done"),
    ticket("first").done(),
    ticket("second").done(),
    popups("tool", "tool", "tool").inOrder(),
    file("b.txt").equals(""),
    file("notes/a.txt").equals("a\n"),
    file("secrets/key.txt").equals("42\n"),
    file("Secrets/key.txt").missing(),
    check("the rules denied a part, two paths and what was allowed to another", (run) => {
      const denied = run.log.filter(
        (event) => event.type === "rule.applied" && event.action === "deny",
      );
      return denied.length === 4;
    }),
  ],
});
