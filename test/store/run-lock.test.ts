import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "../../src/core/event.ts";
import { runId } from "../../src/core/ids.ts";
import type { Store } from "../../src/ports.ts";
import { openStateDirectory } from "../../src/store/state-directory.ts";
import { isStoreError, type StoreError } from "../../src/store/store-error.ts";
import { range } from "./events.ts";
import { manualClock } from "./manual-clock.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rehearsal-store-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const clock = manualClock();
const run = { runId: runId("2026-11-22-k3f9w"), epic: "Add a greeting", startedAtMs: 7 };
const open = () => openStateDirectory(root, { clock });

/** Records a run with these events and ends, as a process does that comes to its end. */
async function record(events: readonly Event[], recorded = run): Promise<void> {
  const state = open();
  const store = state.createRun(recorded);
  store.append(events);
  await store.close();
  state.close();
}

/** Changes the file behind the store's back. */
function tamper(sql: string): void {
  const database = new Database(join(root, ".rehearsal", "runs.sqlite"));
  database.run(sql);
  database.close();
}

function storeErrorOf(action: () => unknown): StoreError {
  try {
    action();
  } catch (error) {
    if (isStoreError(error)) return error;
    throw error;
  }
  throw new Error("It did not throw");
}

/** A process of its own that opens the run, says what it got, and stays until it is killed. */
async function writerProcess() {
  const child = Bun.spawn(
    [
      process.execPath,
      Bun.fileURLToPath(import.meta.resolve("./writer-process.ts")),
      root,
      run.runId,
    ],
    {
      stdout: "pipe",
      stderr: "inherit",
    },
  );
  const reader = child.stdout.getReader();
  const said = new TextDecoder().decode((await reader.read()).value).trim();
  return {
    said,
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

describe("the writer's lock", () => {
  let stores: Store[] = [];
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    stores = [];
  });

  test("lets one writer at a time have a run", async () => {
    const state = open();
    stores.push(state.createRun(run));
    expect(state.isLive(run.runId)).toBe(true);
    const error = storeErrorOf(() => open().openRun(run.runId));
    expect(error.code).toBe("run-locked");
    expect(error.message).toContain(`process ${process.pid}`);

    await stores.pop()?.close();
    expect(state.isLive(run.runId)).toBe(false);
    stores.push(open().openRun(run.runId).store);
    expect(state.isLive(run.runId)).toBe(true);
  });

  test("leaves other runs free", () => {
    const state = open();
    stores.push(state.createRun(run), state.createRun({ ...run, runId: runId("other") }));
    expect(stores).toHaveLength(2);
  });

  test("is given back where the run cannot be opened", async () => {
    await record(range(1, 2));
    tamper("UPDATE event_groups SET events = '[]'");
    const state = open();
    expect(storeErrorOf(() => state.openRun(run.runId)).code).toBe("damaged");
    expect(state.isLive(run.runId)).toBe(false);
  });

  test("holds against another process, and falls with it when it is killed", async () => {
    await record(range(1, 2));
    const writer = await writerProcess();
    expect(writer.said).toBe("writing after 2");
    expect(storeErrorOf(() => open().openRun(run.runId)).code).toBe("run-locked");
    expect(open().readEvents(run.runId)).toEqual(range(1, 3));

    await writer.kill();
    const { events, store } = open().openRun(run.runId);
    stores.push(store);
    expect(events).toEqual(range(1, 3));
  });

  test("goes to exactly one of several processes that ask at once", async () => {
    await record(range(1, 2));
    const writers = await Promise.all([1, 2, 3].map(() => writerProcess()));
    const said = writers.map((writer) => writer.said).toSorted();
    await Promise.all(writers.map((writer) => writer.kill()));
    expect(said).toEqual(["run-locked", "run-locked", "writing after 2"]);
  });
});
