import {
  allow,
  calls,
  check,
  miscalls,
  outcome,
  redacted,
  reply,
  says,
  scenario,
  sentAs,
  stream,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  toolFails,
  tracks,
} from "rehearsal/sim";

/** Law 13 judges that each goes back as it came; here is all that a reply may hold, in one order and another. */
export default scenario({
  name: "thoughts, hidden thoughts, words and calls of one reply go back as they came",
  epic: "Add a helper",
  workspace: {
    "AGENTS.md": "Write plain code. See @docs/style.md.\n",
    "docs/style.md": "Two spaces.\n",
    "src/add.ts": 'import { one } from "./one.ts";\nexport const add = (n: number) => n + one;\n',
    "src/one.ts": "export const one = 1;\nexport function two(): number {\n  return 2;\n}\n",
  },
  rules: [allow.everything()],
  models: [
    tier1(reply(thinks("One track will do."), tracks({ id: "math", title: "Mathematics" }))),
    tier2(
      "math",
      reply(
        redacted("ZW5jcnlwdGVk"),
        tickets({
          id: "add",
          title: "Add the helper",
          // What looks like a place of a template stays as it is.
          description: "Greet {{ticketId}} with it.",
          files: ["src/add.ts"],
        }),
      ),
    ),
    tier3(
      "add",
      reply(
        thinks("First I look, "),
        redacted("aGlkZGVu"),
        says("I look. "),
        calls("read", { file_path: "src/add.ts" }),
        // Words and a thought between calls.
        says("And around. "),
        thinks("where one comes from, "),
        calls("bash", { command: "exit 3" }),
        calls("grep", { pattern: "one" }),
      ),
      // One call that can't be made beside one that can.
      reply(
        thinks("then I write."),
        miscalls("edit", { file_path: "src/add.ts" }),
        calls("write", { file_path: "src/two.ts", content: "export const two = 2;\n" }),
      )
        .chunks(11)
        .fails(sentAs({ type: "signature-twice" })),
      reply(redacted("bW9yZQ=="), thinks("Done?"), says("It is added.")),
    ),
  ],
  faults: [toolFails("add", "grep")],
  expect: [
    outcome("done"),
    ticket("add").attempts(1),
    stream("Tier 3 (Worker): add").equals("I look. And around. It is added."),
    check(
      "the prompt holds rules, what they name, the file, and of what it imports the outline",
      (run) => {
        const [prompt = ""] = run.log.flatMap((event) =>
          event.type === "session.opened" && event.tier === "tier3"
            ? event.message.content.map((block) => (block.type === "text" ? block.text : ""))
            : [],
        );
        const wanted = [
          "Write plain code",
          "Two spaces",
          "n + one",
          "function two(): number",
          "Greet {{ticketId}}",
        ];
        const missing = wanted.filter((words) => !prompt.includes(words));
        return missing.length === 0 && !prompt.includes("return 2")
          ? true
          : `lacks ${missing.join()}`;
      },
    ),
    check("three calls failed, and each is told as an error", (run) => {
      const errors = run.log.flatMap((event) =>
        event.type === "tool.ended" && event.isError ? [event.text] : [],
      );
      return errors.length === 3 || errors.join("\n");
    }),
  ],
});
