import {
  allow,
  approve,
  calls,
  file,
  popups,
  reject,
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
  usage,
} from "rehearsal/sim";

export default scenario({
  name: "a rejected command sends the worker another way",
  epic: "Add subtraction to the math module and document it",
  workspace: { "src/math.ts": "export const add = (a: number, b: number) => a + b;\n" },
  rules: [allow.tool("read"), allow.tool("write")],
  models: [
    tier1(reply(tracks({ id: "math", title: "Subtraction" }))),
    tier2(
      "math",
      reply(
        tickets(
          { id: "T-1", title: "Implement subtract", files: ["src/math.ts"] },
          { id: "T-2", title: "Document subtract", dependsOn: ["T-1"] },
        ),
      ),
    ),
    tier3(
      "T-1",
      reply(
        says("Adding subtract."),
        calls("write", {
          file_path: "src/math.ts",
          content: "export const subtract = (a: number, b: number) => a - b;\n",
        }),
      ),
      reply(calls("bash", { command: "rm -rf dist" })),
      reply(says("Done, and dist is left alone.")),
    ),
    tier3("T-2", reply(says("Documented."))),
  ],
  user: [
    approve.tracks(),
    approve.tickets("math"),
    approve.spawn("T-1"),
    reject.tool("T-1", "bash", "dist is not yours"),
    approve.spawn("T-2").after("30s"),
  ],
  expect: [
    ticket("T-1").done(),
    ticket("T-2").done(),
    stream("Tier 3 (Worker): T-1").contains("left alone"),
    file("src/math.ts").contains("subtract"),
    popups("tracks", "tickets", "spawn", "tool", "spawn").inOrder(),
    usage("tier3").outputTokens.atLeast(1),
  ],
});
