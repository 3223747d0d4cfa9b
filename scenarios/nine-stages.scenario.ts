import {
  allow,
  approve,
  calls,
  fails,
  file,
  outcome,
  passes,
  popups,
  reply,
  says,
  scenario,
  sequence,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
  usage,
} from "rehearsal/sim";

const square = (body: string) =>
  calls("write", {
    file_path: "src/square.ts",
    content: `export const square = (x: number) => ${body};\n`,
  });

export default scenario({
  name: "the nine stages, from an epic to the worker's words",

  // 1. A mocked provider and a scratch workspace.
  workspace: { "src/math.ts": "export const add = (a: number, b: number) => a + b;\n" },
  config: { mode: "step", check: "bun test" },
  rules: [allow.tool("write")],

  // 2. An epic is planned.
  epic: "Teach the math module to square",

  models: [
    // 3. The proposed tracks appear.
    tier1(reply(tracks({ id: "math", title: "Squares" }))),

    // 5. The track's tickets appear, as a DAG.
    tier2(
      "math",
      reply(
        tickets(
          { id: "T-1", title: "Implement square", files: ["src/math.ts"] },
          { id: "T-2", title: "Document square", dependsOn: ["T-1"] },
        ),
      ),
    ),

    // 8. Worker output arrives, each worker's in a stream of its own.
    tier3(
      "T-1",
      reply(says("A square is a number times two."), square("x * 2")),
      reply(calls("bash", { command: "mkdir -p dist" })),
      reply(says("square is written.")),
    ),
    tier4("T-1", reply(says("square(3) is 6. It must be x * x."))),
    tier3(
      "T-1",
      reply(says("A square is a number times itself."), square("x * x")),
      reply(says("square is right now.")),
    ).attempt(2),
    tier3("T-2", reply(says("Documented."))),
  ],
  checks: {
    "T-1": [fails("square(3): expected 9, found 6\n"), passes()],
    "T-2": [passes()],
  },

  // Each popup is answered by its kind, and they come in this order and no other.
  user: [
    sequence(
      // 4. The tracks are accepted,
      approve.tracks(),
      // and 6. the tickets started, in step mode.
      approve.tickets("math"),
      // 7. A step, a spawn and a tool popup.
      approve.step("T-1").after("2s"),
      approve.spawn("T-1").after("2s"),
      approve.tool("T-1", "bash").after("2s"),
      approve.spawn("T-1").attempt(2),
      approve.step("T-2"),
      approve.spawn("T-2"),
    ),
  ],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    ticket("T-1").attempts(2),
    ticket("T-2").done(),
    popups("tracks", "tickets", "step", "spawn", "tool", "spawn", "step", "spawn").inOrder(),
    stream("Tier 3 (Worker): T-1").contains("times itself"),
    stream("Tier 3 (Worker): T-2").equals("Documented."),
    file("src/square.ts").contains("x * x"),

    // 9. Every tier that spoke has used tokens.
    usage("tier1").outputTokens.atLeast(1),
    usage("tier2").outputTokens.atLeast(1),
    usage("tier3").outputTokens.atLeast(1),
    usage("tier4").outputTokens.atLeast(1),
  ],
});
