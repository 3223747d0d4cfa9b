import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runId } from "../../src/core/ids.ts";
import { openStateDirectory } from "../../src/store/state-directory.ts";
import { hasState, statePlace } from "../../src/store/state-place.ts";
import { manualClock } from "./manual-clock.ts";

const parent = mkdtempSync(join(tmpdir(), "rehearsal-state-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function withRuns(...ids: readonly string[]) {
  const root = mkdtempSync(join(parent, "it's "));
  const state = openStateDirectory(root, { clock: manualClock() });
  for (const id of ids) {
    const run = { runId: runId(id), epic: "An epic", startedAtMs: 1 };
    await state.createRun(run).close();
  }
  state.close();
  return { root, database: statePlace(root).database };
}

test("a log that is there is there, and where nothing was ever recorded there is none", async () => {
  expect(hasState((await withRuns("a")).root)).toBe(true);
  expect(hasState((await withRuns()).root)).toBe(true);
  expect(hasState(join(parent, "nowhere"))).toBe(false);
});

test("a folder without a log and without a lock of a run is one where nothing was recorded", () => {
  const root = mkdtempSync(join(parent, "new-"));
  mkdirSync(join(statePlace(root).directory, "locks"), { recursive: true });
  expect(hasState(root)).toBe(false);
  writeFileSync(statePlace(root).database, "");
  expect(hasState(root)).toBe(true);
});

test("a file in the place of the folder is told, and is no folder without runs", () => {
  const root = mkdtempSync(join(parent, "file-"));
  writeFileSync(statePlace(root).directory, "mine\n");
  expect(() => hasState(root)).toThrow(`${statePlace(root).directory} is a file`);
});

describe("a log of which nothing is left", () => {
  test("is told with its runs, the latest first, where it was emptied, and is not opened", async () => {
    const { root, database } = await withRuns("a", "b", "c", "d", "e", "f");
    truncateSync(database, 0);
    const said = `${database} is empty (0 bytes), as a full disk or a copy that was cut off leaves it: what was recorded of the runs f, e, d, c, b and 1 more can't be read`;
    expect(() => hasState(root)).toThrow(said);
    expect(() => openStateDirectory(root, { clock: manualClock() })).toThrow(said);
  });

  test("is told where it was removed, and the next run begins a new one", async () => {
    const { root, database } = await withRuns("a");
    rmSync(database);
    expect(() => hasState(root)).toThrow(
      `${database} is gone, and with it what was recorded of the run a.`,
    );
    openStateDirectory(root, { clock: manualClock() }).close();
    expect(hasState(root)).toBe(true);
  });

  test("is not opened where its journal is left, until that is moved away as it says", async () => {
    const { root, database } = await withRuns("a");
    renameSync(database, `${database}-wal`);
    const open = () => openStateDirectory(root, { clock: manualClock() });
    expect(open).toThrow(`${database} is gone, though its journal ${database}-wal is there`);
    const [, command] = /begin anew: (.+)\. What/.exec(messageOf(open)) ?? [];
    expect(Bun.spawnSync(["sh", "-c", command ?? "false"]).exitCode).toBe(0);
    open().close();
    expect(hasState(root)).toBe(true);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
