import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashOf } from "../../src/core/json.ts";
import { runId } from "../../src/core/ids.ts";
import type { Store } from "../../src/ports.ts";
import { openStateDirectory, type StateDirectory } from "../../src/store/state-directory.ts";
import { bringBack } from "../../src/store/rescued-log.ts";
import { openStateReader } from "../../src/store/state-reader.ts";
import { deltas, range } from "./events.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";

const run = { runId: runId("run"), epic: "An epic", startedAtMs: 0 };
let root: string;
let clock: ManualClock;
let state: StateDirectory;
let store: Store;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rehearsal-store-"));
  clock = manualClock();
  state = openStateDirectory(root, { clock, busyTimeoutMs: 0 });
  store = state.createRun(run);
});
afterEach(async () => {
  await store.close();
  state.close();
  rmSync(root, { recursive: true });
});

/** How many rows hold how many events. */
function groups(): { rows: number; events: number } {
  const database = new Database(join(root, ".rehearsal", "runs.sqlite"), { readonly: true });
  const found = database
    .query<{ rows: number; events: number }, []>(
      "SELECT count(*) AS rows, coalesce(sum(last_seq - first_seq + 1), 0) AS events FROM event_groups",
    )
    .get();
  database.close();
  return found ?? { rows: 0, events: 0 };
}

const failureOf = (promise: Promise<void>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

/** Text that stays long however it is stored. */
const incompressible = Array.from({ length: 10_000 }, (_, index) => hashOf(index)).join("");

/** Another program that holds the database for writing. */
function intruder(): Database {
  const database = new Database(join(root, ".rehearsal", "runs.sqlite"));
  database.run("BEGIN IMMEDIATE");
  return database;
}

describe("a flush", () => {
  test("puts on disk what was appended, and nothing is there before it", async () => {
    store.append(range(1, 3));
    const flushed = store.flush();
    expect(groups().events).toBe(0);
    clock.endTurn();
    await flushed;
    expect(state.readEvents(run.runId)).toEqual(range(1, 3));
  });

  test("takes thousands of small events in one row", async () => {
    for (const event of range(1, 3000)) store.append([event]);
    const flushed = store.flush();
    clock.endTurn();
    await flushed;
    expect(groups()).toEqual({ rows: 1, events: 3000 });
  });

  test("cuts a very long stretch into several rows, without a gap", async () => {
    store.append(range(1, 10_000));
    const flushed = store.flush();
    clock.endTurn();
    await flushed;
    expect(groups()).toEqual({ rows: 3, events: 10_000 });
    expect(state.readEvents(run.runId, 9_998)).toEqual(range(9_999, 10_000));
  });

  test("is shared by all that ask within one turn", async () => {
    store.append(range(1, 1));
    const first = store.flush();
    store.append(range(2, 2));
    const second = store.flush();
    clock.endTurn();
    await Promise.all([first, second]);
    expect(groups()).toEqual({ rows: 1, events: 2 });
  });

  test("of nothing resolves at once", async () => {
    await store.flush();
    expect(groups()).toEqual({ rows: 0, events: 0 });
  });
});

describe("without a flush", () => {
  test("events are on disk after 50 ms, in one row", async () => {
    store.append(range(1, 1));
    await clock.advance(20);
    store.append(range(2, 2));
    await clock.advance(29);
    expect(groups().events).toBe(0);
    await clock.advance(1);
    expect(groups()).toEqual({ rows: 1, events: 2 });
    store.append(range(3, 3));
    await clock.advance(50);
    expect(groups()).toEqual({ rows: 2, events: 3 });
  });

  test("a store that is idle waits only to look whether its log is still there", async () => {
    store.append(range(1, 1));
    expect(clock.waiting).toBe(2);
    await clock.advance(50);
    expect(clock.waiting).toBe(1);
  });

  test("closing puts on disk what is left, and stops the wait", async () => {
    store.append(range(1, 2));
    await store.close();
    expect(clock.waiting).toBe(0);
    expect(state.readEvents(run.runId)).toEqual(range(1, 2));
  });
});

describe("a log that is removed or replaced", () => {
  const folder = () => join(root, ".rehearsal");
  /** Flushes, and says how that went. */
  async function flushed(): Promise<unknown> {
    const flush = failureOf(store.flush());
    clock.endTurn();
    return flush;
  }
  /** The events of the run as another process finds them, while it goes on. */
  const found = (at = root) => read(at, { isLive: true });
  /** The same once no process conducts it. */
  const left = (at = root) => read(at, { isLive: false });
  function read(at: string, { isLive }: { readonly isLive: boolean }): readonly unknown[] {
    const reader = openStateReader(at);
    try {
      return reader.isLive(run.runId) === isLive ? reader.readEvents(run.runId) : ["live?"];
    } finally {
      reader.close();
    }
  }

  test("is written again with all its events, which the next flush says", async () => {
    store.append(range(1, 2));
    await flushed();
    rmSync(folder(), { recursive: true });
    store.append(range(3, 3));
    expect(await flushed()).toMatchObject({
      code: "log-lost",
      message: expect.stringContaining(`written again to ${join(folder(), "runs.sqlite")}`),
    });
    expect(found()).toEqual(range(1, 3));
    store.append(range(4, 4));
    expect(await flushed()).toBeNull();
    expect(found()).toEqual(range(1, 4));
  });

  test("is noticed while nothing is written", async () => {
    store.append(range(1, 2));
    await flushed();
    rmSync(folder(), { recursive: true });
    await clock.advance(1000);
    expect(found()).toEqual(range(1, 2));
    expect(await flushed()).toMatchObject({ code: "log-lost" });
  });

  test("is added to the runs of the one in its place", async () => {
    store.append(range(1, 2));
    await flushed();
    renameSync(folder(), join(root, "aside"));
    const other = openStateDirectory(root, { clock });
    const newer = other.createRun({ ...run, runId: runId("newer") });
    await newer.close();
    other.close();
    store.append(range(3, 3));
    expect(await flushed()).toMatchObject({ code: "log-lost" });
    expect(found()).toEqual(range(1, 3));
    const reader = openStateReader(root);
    expect(reader.listRuns().map((listed) => listed.runId)).toEqual([run.runId, runId("newer")]);
    reader.close();
  });

  test("that moved with its repository is written there, which the next flush says", async () => {
    mkdirSync(join(root, ".git"));
    store.append(range(1, 2));
    await flushed();
    const moved = `${root}-moved`;
    renameSync(root, moved);
    mkdirSync(folder(), { recursive: true });
    store.append(range(3, 3));
    if (process.platform === "linux") {
      expect(await flushed()).toMatchObject({
        code: "log-moved",
        message: expect.stringContaining(`was moved to ${moved}`),
      });
      expect(state.root()).toBe(moved);
      store.append(range(4, 4));
      expect(await flushed()).toBeNull();
      expect(found(moved)).toEqual(range(1, 4));
      await store.close();
      state.close();
      expect(left(moved)).toEqual(range(1, 4));
    }
    rmSync(moved, { recursive: true });
  });

  test("is brought back once its repository is there again, unless the run went on without it", async () => {
    store.append(range(1, 2));
    await flushed();
    const backup = `${root}-backup`;
    cpSync(root, backup, { recursive: true });
    rmSync(root, { recursive: true });
    store.append(range(3, 3));
    expect(await flushed()).toMatchObject({
      message: expect.stringContaining("takes its log back"),
    });
    bringBack(root);
    expect(existsSync(root)).toBe(false);
    await store.close();
    state.close();
    renameSync(backup, root);
    expect(left()).toEqual(range(1, 2));
    bringBack(root);
    expect(left()).toEqual(range(1, 3));
    expect(existsSync(join(tmpdir(), `rehearsal-${run.runId}`))).toBe(false);
  });

  test("is kept elsewhere where its folder can't be made", async () => {
    store.append(range(1, 2));
    await flushed();
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), "a file");
    store.append(range(3, 3));
    const elsewhere = join(tmpdir(), `rehearsal-${run.runId}`);
    expect(await flushed()).toMatchObject({ message: expect.stringContaining(elsewhere) });
    expect(found(elsewhere)).toEqual(range(1, 3));
    rmSync(elsewhere, { recursive: true });
  });
});

describe("an append", () => {
  test("that leaves a gap, repeats an event or comes after the end is a mistake of the caller", async () => {
    store.append(range(1, 2));
    expect(() => store.append([deltas(4)])).toThrow("event 4 appended after event 2");
    expect(() => store.append([deltas(2)])).toThrow("event 2 appended after event 2");
    await store.close();
    expect(() => store.append([deltas(3)])).toThrow("append after close");
  });
});

describe("when the database cannot be written", () => {
  test("every flush of the turn rejects, and a later one writes all in order", async () => {
    const other = intruder();
    store.append(range(1, 2));
    const flushes = [failureOf(store.flush()), failureOf(store.flush())];
    clock.endTurn();
    for (const error of await Promise.all(flushes)) expect(error).toMatchObject({ code: "busy" });
    expect(groups().events).toBe(0);

    other.run("ROLLBACK");
    other.close();
    store.append(range(3, 3));
    const flushed = store.flush();
    clock.endTurn();
    await flushed;
    expect(state.readEvents(run.runId)).toEqual(range(1, 3));
  });

  test("a write in the background keeps its events for the next flush, and tries no more till then", async () => {
    const other = intruder();
    store.append(range(1, 1));
    await clock.advance(50);
    store.append(range(2, 2));
    expect(clock.waiting).toBe(1);

    other.run("ROLLBACK");
    other.close();
    const flushed = store.flush();
    clock.endTurn();
    await flushed;
    expect(groups()).toEqual({ rows: 1, events: 2 });
    store.append(range(3, 3));
    await clock.advance(50);
    expect(groups()).toEqual({ rows: 2, events: 3 });
  });

  test("closing rejects with the flush that was under way, and gives the run's lock back", async () => {
    const other = intruder();
    store.append(range(1, 1));
    const flushed = failureOf(store.flush());
    expect(await failureOf(store.close())).toMatchObject({ code: "busy" });
    clock.endTurn();
    expect(await flushed).toMatchObject({ code: "busy" });
    other.run("ROLLBACK");
    other.close();
    expect(state.isLive(run.runId)).toBe(false);
  });

  test("a full disk rejects the flush, and what was recorded before stays readable", async () => {
    const small = openStateDirectory(root, { clock, pagesMax: 40 });
    const other = { ...run, runId: runId("small") };
    const full = small.createRun(other);
    full.append(range(1, 2));
    let flushed = full.flush();
    clock.endTurn();
    await flushed;

    full.append([deltas(3, incompressible)]);
    flushed = full.flush();
    const failure = failureOf(flushed);
    clock.endTurn();
    expect(await failure).toMatchObject({ name: "StoreError", code: "disk-full" });
    expect(small.readEvents(other.runId)).toEqual(range(1, 2));
    expect(await failureOf(full.close())).toMatchObject({ code: "disk-full" });
    small.close();
  });
});
