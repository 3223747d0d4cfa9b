import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemaVersion, type Event } from "../../src/core/event.ts";
import { runId } from "../../src/core/ids.ts";
import { openStateDirectory } from "../../src/store/state-directory.ts";
import { hasState } from "../../src/store/state-place.ts";
import { openStateReader } from "../../src/store/state-reader.ts";
import { isStoreError, type StoreError } from "../../src/store/store-error.ts";
import { deltas, range } from "./events.ts";
import { manualClock } from "./manual-clock.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rehearsal-store-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const clock = manualClock();
const run = { runId: runId("2026-11-22-k3f9w"), epic: "Add a greeting", startedAtMs: 7 };
const databasePath = () => join(root, ".rehearsal", "runs.sqlite");
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
  const database = new Database(databasePath());
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

describe("the folder", () => {
  test("is made with a .gitignore that hides all of it", () => {
    expect(hasState(root)).toBe(false);
    open().close();
    expect(hasState(root)).toBe(true);
    expect(readFileSync(join(root, ".rehearsal", ".gitignore"), "utf8")).toBe("*\n");
  });

  test("keeps a .gitignore that is there", () => {
    mkdirSync(join(root, ".rehearsal"));
    writeFileSync(join(root, ".rehearsal", ".gitignore"), "*\n!notes.md\n");
    open().close();
    expect(readFileSync(join(root, ".rehearsal", ".gitignore"), "utf8")).toBe("*\n!notes.md\n");
  });

  test("holds a database that commits to the disk, beside its writers", () => {
    open().close();
    const database = new Database(databasePath());
    expect(database.query("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
  });
});

describe("what was recorded", () => {
  const modes = () =>
    readdirSync(join(root, ".rehearsal"), { recursive: true, withFileTypes: true }).map((entry) =>
      (statSync(join(entry.parentPath, entry.name)).mode & 0o777).toString(8),
    );

  test("is its owner's alone, also where an older version left it open", async () => {
    await record(range(1, 2));
    expect(new Set(modes())).toEqual(new Set(["600", "700"]));
    chmodSync(databasePath(), 0o644);
    chmodSync(join(root, ".rehearsal"), 0o755);
    open().close();
    expect(new Set(modes())).toEqual(new Set(["600", "700"]));
    expect(statSync(join(root, ".rehearsal")).mode & 0o777).toBe(0o700);
  });

  test("can be looked at where SQLite can't write beside it", async () => {
    await record(range(1, 3));
    mkdirSync(`${databasePath()}-shm`);
    const reader = openStateReader(root);
    expect(reader.readEvents(run.runId)).toEqual(range(1, 3));
    expect(reader.isLive(run.runId)).toBe(false);
    reader.close();
  });

  test("without checksums, by an older version, is read as it is and gets them from then on", async () => {
    await record(range(1, 2));
    tamper("ALTER TABLE event_groups DROP COLUMN checksums");
    tamper("PRAGMA user_version = 1");
    const state = open();
    const { events, store } = state.openRun(run.runId);
    expect(events).toEqual(range(1, 2));
    store.append(range(3, 3));
    await store.close();
    expect(state.readEvents(run.runId)).toEqual(range(1, 3));
    tamper("UPDATE event_groups SET events = replace(events, 'word 3', 'ward 3')");
    expect(storeErrorOf(() => state.readEvents(run.runId)).message).toContain("at event 3,");
  });
});

describe("runs", () => {
  test("are listed with the latest first", () => {
    const state = open();
    const later = { runId: runId("b"), epic: "Later", startedAtMs: 9 };
    const stores = [state.createRun(run), state.createRun(later)];
    expect(state.listRuns()).toEqual([later, run]);
    expect(stores).toHaveLength(2);
  });

  test("come back with their events when they are opened", async () => {
    await record(range(1, 5));
    const state = open();
    const { events, store } = state.openRun(run.runId);
    expect(events).toEqual(range(1, 5));
    store.append([deltas(6)]);
    await store.close();
    expect(state.readEvents(run.runId)).toEqual(range(1, 6));
  });

  test("keep their events apart", async () => {
    await record(range(1, 3));
    await record([deltas(1, "other")], { ...run, runId: runId("other") });
    const state = open();
    expect(state.readEvents(run.runId)).toEqual(range(1, 3));
    expect(state.readEvents(runId("other"))).toEqual([deltas(1, "other")]);
  });

  test("can be read from any event on, within a group too", async () => {
    await record(range(1, 5));
    const state = open();
    expect(state.readEvents(run.runId, 3)).toEqual(range(4, 5));
    expect(state.readEvents(run.runId, 5)).toEqual([]);
  });

  test("keep every character that JSON can hold", async () => {
    const text = 'tab\t, quote", nul\0, escape\u001b[31m, é, 😀, lone \ud83d, \u2028';
    const events = [deltas(1, text), deltas(2, text.repeat(1000))];
    await record(events);
    expect(open().readEvents(run.runId)).toEqual(events);
  });

  test("that are unknown are refused by name", () => {
    const error = storeErrorOf(() => open().openRun(runId("nope")));
    expect(error.code).toBe("unknown-run");
    expect(error.message).toContain('"nope"');
    expect(error.message).toContain("rehearsal runs");
  });

  test("with an id that is taken are refused, while it is written and after", async () => {
    const state = open();
    const store = state.createRun(run);
    expect(storeErrorOf(() => state.createRun(run)).code).toBe("duplicate-run");
    await store.close();
    expect(storeErrorOf(() => state.createRun(run)).code).toBe("duplicate-run");
  });

  test("cannot be named like a path", () => {
    expect(() => open().createRun({ ...run, runId: runId("../out") })).toThrow("Not a run's id");
  });
});

describe("what cannot be used is refused with what to do next", () => {
  test("a file in the folder's place", () => {
    writeFileSync(join(root, ".rehearsal"), "");
    const error = storeErrorOf(open);
    expect(error.code).toBe("not-a-directory");
    expect(error.message).toContain(join(root, ".rehearsal"));
    expect(error.message).toContain("Rename or remove that file");
  });

  test("a repository's root that is a file", () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    expect(storeErrorOf(() => openStateDirectory(file, { clock })).code).toBe("not-a-directory");
  });

  test("a file that is no database, which it leaves alone", () => {
    open().close();
    writeFileSync(databasePath(), "a shopping list, and a long one ".repeat(50));
    const error = storeErrorOf(open);
    expect(error.code).toBe("not-a-database");
    expect(error.message).toContain(databasePath());
    expect(readFileSync(databasePath(), "utf8")).toStartWith("a shopping list");
  });

  test("a database of another program", () => {
    mkdirSync(join(root, ".rehearsal"));
    tamper("CREATE TABLE songs (title TEXT)");
    expect(storeErrorOf(open).code).toBe("not-a-database");
  });

  test("tables of a newer version", () => {
    open().close();
    tamper("PRAGMA user_version = 99");
    const error = storeErrorOf(open);
    expect(error.code).toBe("newer-version");
    expect(error.message).toContain("Update rehearsal");
  });

  test("events of a newer version", async () => {
    const started = { seq: 1, atMs: 0, type: "run.started", schema: schemaVersion + 1 };
    await record([started as unknown as Event]);
    const error = storeErrorOf(() => open().openRun(run.runId));
    expect(error.code).toBe("newer-version");
    expect(error.message).toContain(`schema ${schemaVersion + 1}`);
  });

  test.each([
    ["that is cut", "UPDATE event_groups SET events = substr(events, 1, 20)", 1],
    ["that is no JSON", "UPDATE event_groups SET events = 'x'", 1],
    ["that is no array", "UPDATE event_groups SET events = '{}'", 1],
    ["with fewer events than it says", "UPDATE event_groups SET events = '[null]'", 1],
    ["with events of other numbers", "UPDATE event_groups SET first_seq = 2, last_seq = 4", 0],
    [
      "whose text says another word",
      "UPDATE event_groups SET events = replace(events, 'word 2', 'ward 2')",
      2,
    ],
    ["that another run's stand for", "UPDATE event_groups SET checksums = zeroblob(12)", 1],
    [
      "before a gap",
      "INSERT INTO event_groups SELECT 9, run_id, 7, 9, events, checksums FROM event_groups",
      3,
    ],
    [
      "before an overlap",
      "INSERT INTO event_groups SELECT 9, run_id, 3, 5, events, checksums FROM event_groups",
      3,
    ],
  ])("a group of events %s", async (_what, sql, seq) => {
    await record(range(1, 3));
    tamper(sql);
    const error = storeErrorOf(() => open().readEvents(run.runId));
    expect(error.code).toBe("damaged");
    expect(error.message).toMatch(new RegExp(`damaged (at|after) event ${seq},`));
    expect(error.message).toContain(run.runId);
  });

  test("a long group, which is compressed, that is cut", async () => {
    await record(range(1, 500));
    tamper("UPDATE event_groups SET events = substr(events, 1, 200)");
    expect(storeErrorOf(() => open().readEvents(run.runId)).code).toBe("damaged");
  });

  test("an epic that is not the one that the run began with", async () => {
    const { runId, epic } = run;
    const started = { seq: 1, atMs: 0, type: "run.started", schema: schemaVersion, runId, epic };
    await record([started as unknown as Event]);
    tamper("UPDATE runs SET epic = 'Add a greetinG'");
    expect(storeErrorOf(() => open().readEvents(run.runId)).code).toBe("damaged");
  });

  test("pages that are overwritten", async () => {
    await record(range(1, 2000));
    const bytes = readFileSync(databasePath());
    bytes.fill(0xff, 4096);
    writeFileSync(databasePath(), bytes);
    expect(storeErrorOf(() => open().readEvents(run.runId)).code).toBe("damaged");
  });

  test("a disk that is full when a run begins", () => {
    const state = openStateDirectory(root, { clock, pagesMax: 10 });
    const epic = "x".repeat(100_000);
    const error = storeErrorOf(() => state.createRun({ ...run, epic }));
    expect(error.code).toBe("disk-full");
    expect(error.message).toContain("free some space");
    expect(state.listRuns()).toEqual([]);
  });
});

test("a directory that several processes open for the first time at once serves all of them", async () => {
  const script = `
    import { openStateDirectory } from ${JSON.stringify(join(import.meta.dir, "../../src/store/state-directory.ts"))};
    import { realClock } from ${JSON.stringify(join(import.meta.dir, "../../src/clock/real-clock.ts"))};
    console.log(openStateDirectory(${JSON.stringify(root)}, { clock: realClock }).listRuns().length);
  `;
  const outputs = await Promise.all(
    [1, 2, 3, 4].map(() => Bun.$`${process.execPath} -e ${script}`.quiet().text()),
  );
  expect(outputs).toEqual(["0\n", "0\n", "0\n", "0\n"]);
  expect(readdirSync(join(root, ".rehearsal"))).toContain("runs.sqlite");
});
