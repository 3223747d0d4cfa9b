import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { quoted } from "../core/words/quoted.ts";
import { makePrivateFolder } from "./private-file.ts";
import { explained, storeError } from "./store-error.ts";

/** Where a repository's state is. */
export interface StatePlace {
  /** `.rehearsal`, absolute. */
  readonly directory: string;
  readonly database: string;
}

export function statePlace(repositoryRoot: string): StatePlace {
  const directory = join(repositoryRoot, ".rehearsal");
  return { directory, database: join(directory, "runs.sqlite") };
}

/**
 * Whether runs were ever recorded here. Commands that only read ask this first, so that they create nothing. Throws where
 * some were and their log is gone.
 */
export function hasState(repositoryRoot: string): boolean {
  const place = statePlace(repositoryRoot);
  refuseFile(place);
  refuseEmptyLog(place);
  if (existsSync(place.database)) return true;
  const runs = lockedOnce(place);
  if (runs.length === 0) return false;
  throw storeError(
    "log-lost",
    `${place.database} is gone, and with it what was recorded of ${runsText(runs)}. Put a copy of it back; or ` +
      `\`rehearsal run "EPIC"\` begins a new one. ${leftInGit}`,
  );
}

function refuseFile({ directory }: StatePlace): void {
  const found = explained(directory, () => statSync(directory, { throwIfNoEntry: false }));
  if (found === undefined || found.isDirectory()) return;
  throw storeError(
    "not-a-directory",
    `${directory} is a file, and runs are recorded in a folder of that name. Rename or remove that file, then try again.`,
  );
}

/**
 * Refuses a log that something has emptied, and a journal whose log is gone: to open such a one would remove the journal, in
 * which its last events are.
 */
export function refuseEmptyLog(place: StatePlace): void {
  const { database: path } = place;
  const journal = `${path}-wal`;
  const isJournalAlone = (sizeOf(journal) ?? 0) > 0 && !existsSync(path);
  const runs = lockedOnce(place);
  if (runs.length === 0 || (sizeOf(path) !== 0 && !isJournalAlone)) return;
  const happened = isJournalAlone
    ? `${path} is gone, though its journal ${journal} is there`
    : `${path} is empty (0 bytes), as a full disk or a copy that was cut off leaves it`;
  const away = [path, journal].filter(existsSync).map(quoted);
  throw storeError(
    "log-lost",
    `${happened}: what was recorded of ${runsText(runs)} can't be read. Put a copy of it back; or move away what is left, ` +
      `to begin anew: mkdir ${quoted(`${path}.lost`)} && mv ${away.join(" ")} ${quoted(`${path}.lost`)}. ${leftInGit}`,
  );
}

const leftInGit =
  "What the runs made is still in git: git for-each-ref refs/heads/rehearsal refs/rehearsal";

const runsNamedMax = 5;

function runsText(runs: readonly string[]): string {
  const more = runs.length - runsNamedMax;
  const named = runs.slice(0, runsNamedMax).join(", ");
  return `${runs.length === 1 ? "the run" : "the runs"} ${named}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The runs that were ever written here, by the files of their locks, which stay: the latest first. */
function lockedOnce(place: StatePlace): readonly string[] {
  const names = namesIn(locksFolder(place)).filter((name) => name.endsWith(lockSuffix));
  return names
    .map((name) => name.slice(0, -lockSuffix.length))
    .toSorted((a, b) => (a < b ? 1 : -1));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOf(path: string): number | null {
  try {
    return statSync(path).size;
  } catch {
    return null;
  }
}

const locksFolder = ({ directory }: StatePlace): string => join(directory, "locks");

export const lockPath = (place: StatePlace, runId: RunId): string =>
  join(locksFolder(place), `${runId}${lockSuffix}`);

const lockSuffix = ".lock";

/** Makes the folder, which only its owner may enter, where it is missing. */
export function makeStateFolder(place: StatePlace): void {
  const { directory } = place;
  explained(directory, () => {
    makePrivateFolder(directory);
    makePrivateFolder(locksFolder(place));
    const ignoreFile = join(directory, ".gitignore");
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, "*\n", { mode: 0o600 });
  });
}
