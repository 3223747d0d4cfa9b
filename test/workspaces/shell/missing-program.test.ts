import { expect, test } from "bun:test";
import { missingProgram } from "../../../src/workspaces/shell/missing-program.ts";

const missing = (command: string, output: string, exitCode = 127) =>
  missingProgram({ command, root: "/trees/T-1" }, { exitCode, output, stopped: false }, (name) =>
    Promise.resolve(name === "cat" || name === "sh"),
  );
const said = (name: string) => `/bin/bash: line 1: ${name}: command not found\n`;

test.each([
  ["lacking --all", "lacking"],
  ["cat README.md && lacking -q > log.txt", "lacking"],
  ["if cat x; then lacking; fi", "lacking"],
  ["CI=1 /opt/tools/lint $FILES", "/opt/tools/lint"],
])("the machine lacks what the line itself names: %s", async (command, name) => {
  expect(await missing(command, said(name))).toBe(name);
});

test.each([
  ["./check.sh", "./check.sh"],
  ["scripts/check", "scripts/check"],
  ["/trees/T-1/check.sh", "/trees/T-1/check.sh"],
  ["sh run.sh", "vitest"],
  ["PATH=$PWD/bin lacking", "lacking"],
  [". .venv/bin/activate && pytest", "pytest"],
  ["lacking() { exit 127; }; lacking", "lacking"],
  ["lacking (", "lacking"],
  ["$TOOL all", "lacking"],
])("what may be the project's own is its workers' to mend: %s", async (command, name) => {
  expect(await missing(command, said(name))).toBeNull();
});

test("only what could not be tried counts, and only where the shell complains of it", async () => {
  expect(await missing("lacking || exit 1", said("lacking"), 1)).toBeNull();
  expect(await missing("lacking; exit 127", "")).toBeNull();
});
