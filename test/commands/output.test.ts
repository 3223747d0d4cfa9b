import { expect, test } from "bun:test";
import { join } from "node:path";
import { realClock } from "../../src/clock/real-clock.ts";
import { runId } from "../../src/core/ids.ts";
import { openStateDirectory } from "../../src/store/state-directory.ts";
import { longLog } from "../core/long-log.ts";
import { newDesk } from "./command-line.ts";

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

test("a full disk keeps no program from its end that has printed to it more than once", () => {
  const source = `import { endOutput, print, watchOutput } from ${JSON.stringify(join(import.meta.dir, "../../src/commands/output.ts"))};
    const watch = watchOutput();
    print("one");
    await new Promise((resolve) => process.stdout.once("error", resolve));
    print("two");
    await endOutput(watch);
    process.exit(watch.isLost() ? 7 : 0);`;
  const full = Bun.spawnSync(
    ["sh", "-c", '"$1" -e "$2" > /dev/full', "sh", process.execPath, source],
    { stderr: "pipe" },
  );
  expect(full.exitCode).toBe(7);
  expect(full.stderr.toString()).toContain("The output could not be written: ENOSPC");
});

test("a reader of a pipe that begins late has the whole of what a command printed", async () => {
  const desk = await newDesk();
  try {
    const repository = await desk.repository();
    const directory = openStateDirectory(repository, { clock: realClock });
    const run = { runId: runId("long"), epic: "the epic", startedAtMs: 0 };
    const store = directory.createRun(run);
    store.append(longLog({ sessions: 1, turnsEach: 3_000, outputCharacters: 10 }));
    await store.close();
    directory.close();
    const command = [desk.program, "show", "long", "--json", "--repo", repository];
    const late = Bun.spawnSync(
      ["sh", "-c", '"$@" | (sleep 0.5; cat)', "sh", process.execPath, ...command],
      { env: desk.environment, stderr: "pipe" },
    );
    expect(late.stderr.toString()).toBe("");
    const shown = late.stdout.toString();
    // More than a pipe holds.
    expect(shown.length).toBeGreaterThan(2 ** 16);
    expect(Object.keys(JSON.parse(shown) as object)).toContain("outcome");
  } finally {
    await desk.clear();
  }
});

test("room for output comes back when the reader of a pipe takes what it was sent", () => {
  const source = `import { patientPrinter } from ${JSON.stringify(join(import.meta.dir, "../../src/commands/output.ts"))};
    const { signal } = new AbortController();
    const { print, room } = patientPrinter();
    let isTaken = false;
    await room(signal);
    for (let count = 0; count < 20; count++) print("x".repeat(20_000));
    process.stdout.once("drain", () => (isTaken = true));
    await room(signal);
    process.stderr.write(String(isTaken));`;
  const paused = Bun.spawnSync(
    ["sh", "-c", '"$1" -e "$2" | (sleep 0.5; wc -c)', "sh", process.execPath, source],
    { stderr: "pipe" },
  );
  expect(paused.stderr.toString()).toBe("true");
  expect(paused.stdout.toString().trim()).toBe("400000");
});
