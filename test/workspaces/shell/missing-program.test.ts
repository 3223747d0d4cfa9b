import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { missingProgram, refuseNoExec } from "../../../src/workspaces/shell/missing-program.ts";

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

test("a check can't be tried where the disk of its tree lets nothing start, and is the project's where it does", async () => {
  const folder = await mkdtemp(join(tmpdir(), "no-exec-"));
  const place = { directory: folder, indexFile: join(folder, "T-1%index") };
  const attempt = (exitCode: number) =>
    refuseNoExec("./check.sh", { exitCode, output: "", stopped: false }, place);
  try {
    await attempt(126);
    const mounted = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", folder]);
    // Only root may mount.
    if (mounted.exitCode !== 0) return;
    try {
      await expect(attempt(126)).rejects.toThrow(`no file in ${folder} can be started`);
      await attempt(1);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      Bun.spawnSync(["umount", folder]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
