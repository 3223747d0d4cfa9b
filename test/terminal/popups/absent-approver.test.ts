import { expect, test } from "bun:test";
import { absentApprover } from "../../../src/terminal/popups/absent-approver.ts";
import { popup } from "../sample-run.ts";

test("where nobody can be asked, one line says what waits and how to answer it", async () => {
  const lines: string[] = [];
  const approver = absentApprover(
    (line) => lines.push(line),
    () => "rehearsal resume r-1",
  );
  const asked = popup({ kind: "tool", payload: { tool: "bash", input: { command: "ls\x1b[2J" } } });
  let answers = 0;
  expect(await approver.show(asked, () => answers++)).toBe(false);
  expect(lines).toEqual([
    "A decision waits (tool of T-1): bash ls\\u{1b}[2J. Answer it at a terminal with: rehearsal resume r-1\n",
  ]);
  expect(answers).toBe(0);
});
