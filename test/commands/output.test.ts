import { expect, test } from "bun:test";
import { join } from "node:path";

const program = join(import.meta.dir, "..", "..", "src", "cli.ts");

test("what a full disk keeps from being printed is one sentence and an exit code", () => {
  const full = Bun.spawnSync(
    ["sh", "-c", '"$1" "$2" schema event > /dev/full', "sh", process.execPath, program],
    { stderr: "pipe" },
  );
  expect(full.exitCode).toBe(1);
  expect(full.stderr.toString()).toBe(
    "The output could not be written: ENOSPC: no space left on device, write. What was printed is not the whole.\n",
  );
});
