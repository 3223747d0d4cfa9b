import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunId } from "../core/ids.ts";
import { makePrivateFolder } from "./private-file.ts";
import { explained } from "./store-error.ts";

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

/** Whether runs were ever recorded here. Commands that only read ask this first, so that they create nothing. */
export const hasState = (repositoryRoot: string): boolean =>
  existsSync(statePlace(repositoryRoot).database);

const locksFolder = ({ directory }: StatePlace): string => join(directory, "locks");

export const lockPath = (place: StatePlace, runId: RunId): string =>
  join(locksFolder(place), `${runId}.lock`);

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
