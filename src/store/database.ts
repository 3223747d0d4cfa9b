import { Database } from "bun:sqlite";
import { makePrivateFile } from "./private-file.ts";
import { explained, storeError } from "./store-error.ts";

/** The version of the tables below; it grows when an older program would misread them. */
const layoutVersion = 2;

const tables = `
  CREATE TABLE runs (
    run_id TEXT PRIMARY KEY,
    epic TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    writer_pid INTEGER NOT NULL
  ) STRICT;
  -- A row holds a group of events: a row a delta would cost more than the wire. See group.ts.
  CREATE TABLE event_groups (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    events ANY NOT NULL,
    checksums BLOB
  ) STRICT;
  CREATE UNIQUE INDEX event_groups_in_order ON event_groups (run_id, first_seq);
`;

/** From each older layout to the one after it. Rows that were written before have no checksums. */
const changes: readonly string[] = ["ALTER TABLE event_groups ADD COLUMN checksums BLOB"];

export interface DatabaseLimits {
  /** How long a write waits for another process's. Short, because this process is blocked meanwhile. */
  readonly busyTimeoutMs: number;
  /** The most pages of 4 KiB that the file may have; `null`: no limit but the disk. */
  readonly pagesMax: number | null;
}

/** Opens the database at `path`, making its file and its tables where they are missing. */
export function openDatabase(path: string, limits: DatabaseLimits): Database {
  return explained(path, () => {
    makePrivateFile(path);
    const database = new Database(path, { create: true, readwrite: true, strict: true });
    try {
      database.run(`PRAGMA busy_timeout = ${limits.busyTimeoutMs}`);
      // Checked first, so that a file of a newer version is not changed.
      refuseNewerLayout(database, path);
      // FULL, because an effect is executed only when its intent is safely on disk.
      database.run("PRAGMA journal_mode = WAL");
      database.run("PRAGMA synchronous = FULL");
      database.run("PRAGMA foreign_keys = ON");
      if (limits.pagesMax !== null) database.run(`PRAGMA max_page_count = ${limits.pagesMax}`);
      // Immediate, so that of two processes that open a new directory one makes the tables.
      database.transaction(() => makeTables(database, path)).immediate();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function refuseNewerLayout(database: Database, path: string): void {
  const version = layoutOf(database);
  if (version <= layoutVersion) return;
  throw storeError(
    "newer-version",
    `${path} was written by a newer version of rehearsal (layout ${version}, this one knows ${layoutVersion}). Update rehearsal, or move the file away to begin with an empty one.`,
  );
}

function makeTables(database: Database, path: string): void {
  const layout = layoutOf(database);
  if (layout === layoutVersion) return;
  if (layout > 0) {
    for (const change of changes.slice(layout - 1)) database.run(change);
    database.run(`PRAGMA user_version = ${layoutVersion}`);
    return;
  }
  const { count } = database
    .query<{ count: number }, []>("SELECT count(*) AS count FROM sqlite_schema")
    .get() ?? { count: 0 };
  if (count > 0) {
    throw storeError(
      "not-a-database",
      `${path} is a database of another program. Move it away; an empty one is made in its place.`,
    );
  }
  database.run(tables);
  database.run(`PRAGMA user_version = ${layoutVersion}`);
}

function layoutOf(database: Database): number {
  return (
    database.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version ?? 0
  );
}
