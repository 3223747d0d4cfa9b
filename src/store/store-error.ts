/** Why the log could not be read or written. */
export type StoreErrorCode =
  | "not-a-directory"
  | "read-only"
  | "disk-full"
  | "busy"
  | "not-a-database"
  | "damaged"
  | "log-lost"
  | "log-moved"
  | "newer-version"
  | "unknown-run"
  | "duplicate-run"
  | "run-locked"
  | "input-output";

/** An error for people: its message says what happened, where, and what to do next. */
export interface StoreError extends Error {
  readonly name: "StoreError";
  readonly code: StoreErrorCode;
}

export function storeError(code: StoreErrorCode, message: string, cause?: unknown): StoreError {
  return Object.assign(new Error(message, { cause }), { name: "StoreError" as const, code });
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof Error && error.name === "StoreError";
}

/** Runs an action on the file or folder at `place`; its errors are thrown as `StoreError`s. */
export function explained<Result>(place: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw explain(error, place);
  }
}

/** Turns an error of SQLite or of the file system into a `StoreError`; returns any other as it is. */
function explain(error: unknown, place: string): unknown {
  if (isStoreError(error)) return error;
  const code = codeOf(error);
  if (code === null || !(error instanceof Error)) return error;
  const known = knownFailure(code, place);
  return known === null
    ? storeError(
        "input-output",
        `${place} could not be used (${code}: ${error.message}). Check the disk and the folder's permissions, then try again.`,
        error,
      )
    : storeError(known[0], known[1], error);
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return null;
  return error.code;
}

function knownFailure(code: string, place: string): readonly [StoreErrorCode, string] | null {
  switch (code) {
    case "ENOTDIR":
    case "EEXIST":
      return [
        "not-a-directory",
        `${place} cannot be made: there is a file where a folder is needed. Rename or remove that file, then try again.`,
      ];
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "SQLITE_READONLY":
    case "SQLITE_READONLY_DIRECTORY":
    case "SQLITE_READONLY_DBMOVED":
    case "SQLITE_READONLY_CANTINIT":
    case "SQLITE_PERM":
      return [
        "read-only",
        `${place} cannot be written. Make it writable for you (runs are recorded there), then try again.`,
      ];
    case "ENOSPC":
    case "EDQUOT":
    case "SQLITE_FULL":
      return [
        "disk-full",
        `The disk is full: ${place} cannot take more events. What was recorded is safe; free some space, then resume the run, or start it anew where nothing was recorded yet.`,
      ];
    case "SQLITE_BUSY":
    case "SQLITE_BUSY_SNAPSHOT":
    case "SQLITE_BUSY_RECOVERY":
    case "SQLITE_LOCKED":
      return [
        "busy",
        `${place} is held by another program and was not free in time. Close what has it open (a database browser, a backup), then resume the run.`,
      ];
    case "SQLITE_NOTADB":
      return [
        "not-a-database",
        `${place} is not a database. Move it away; an empty one is made in its place.`,
      ];
    case "SQLITE_CORRUPT":
    case "SQLITE_CORRUPT_VTAB":
    case "SQLITE_CORRUPT_INDEX":
    case "SQLITE_CORRUPT_SEQUENCE":
      return [
        "damaged",
        `${place} is damaged. Put a copy of it back, or move it away and start the run anew.`,
      ];
    default:
      return null;
  }
}
