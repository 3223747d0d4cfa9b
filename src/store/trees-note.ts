import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { RunId } from "../core/ids.ts";
import { makePrivateFolder } from "./private-file.ts";
import { statePlace } from "./state-place.ts";
import { explained } from "./store-error.ts";

/**
 * Where the trees of a run are. The place is found by the repository's path and the cache's: neither needs to be the same
 * when the run is resumed.
 */
export interface TreesNote {
  readonly worktreesRoot: string;
  /** Where the repository was when this was written. */
  readonly repositoryRoot: string;
}

const folderOf = (repositoryRoot: string): string =>
  join(statePlace(repositoryRoot).directory, "worktrees");
const pathOf = (repositoryRoot: string, runId: RunId): string =>
  join(folderOf(repositoryRoot), `${runId}.json`);

export function writeTreesNote(note: TreesNote, runId: RunId): void {
  const { repositoryRoot } = note;
  const path = pathOf(repositoryRoot, runId);
  explained(path, () => {
    makePrivateFolder(folderOf(repositoryRoot));
    writeFileSync(`${path}.part`, JSON.stringify(note), { mode: 0o600 });
    renameSync(`${path}.part`, path);
  });
}

export function removeTreesNote(repositoryRoot: string, runId: RunId): void {
  const path = pathOf(repositoryRoot, runId);
  explained(path, () => rmSync(path, { force: true }));
}

/** `null`: none, or one of a repository that this is a copy of, whose trees are not ours. */
export function readTreesNote(repositoryRoot: string, runId: RunId): TreesNote | null {
  const note = noteIn(pathOf(repositoryRoot, runId));
  if (note === null) return null;
  const isOriginalThere = existsSync(statePlace(note.repositoryRoot).directory);
  return note.repositoryRoot === repositoryRoot || !isOriginalThere ? note : null;
}

function noteIn(path: string): TreesNote | null {
  try {
    const parsed = noteSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What is removed with a run's trees lies below this, so nothing but such a folder is believed. */
const cached = /\/rehearsal\/worktrees\/[0-9a-f]{16}$/;

const noteSchema = z.object({
  worktreesRoot: z.string().regex(cached),
  repositoryRoot: z.string().startsWith("/"),
});
