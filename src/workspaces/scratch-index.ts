import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Git, type GitCall, rawInput } from "./git.ts";

const scratchPrefix = "rehearsal-git-";
/** Longer than any call of git here takes. */
const scratchLifeMs = 60 * 60_000;

/** Where programs of this system have their temporary files, whatever is said of it: TMPDIR may name a folder that is not there. */
const usualFolder = "/tmp";

/** Absolute, since git is started elsewhere. */
const foldersForScratch = (): readonly string[] => [...new Set([resolve(tmpdir()), usualFolder])];

async function scratchFolder(): Promise<string> {
  const [wanted, usual] = foldersForScratch();
  const made = mkdtemp(join(wanted!, scratchPrefix));
  return usual === undefined ? made : made.catch(() => mkdtemp(join(usual, scratchPrefix)));
}

/** Gives `work` an index and an empty folder of its own, and removes both afterwards. */
export async function withScratchIndex<Result>(
  signal: AbortSignal,
  work: (call: GitCall, directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await scratchFolder();
  try {
    const tree = join(directory, "tree");
    await mkdir(tree);
    return await work(
      { signal, workTree: { directory: tree, indexFile: join(directory, "index") } },
      tree,
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Removes those that a killed process has left. */
export async function removeOldScratch(nowMs: number): Promise<void> {
  const found = foldersForScratch().map(async (folder) => {
    const names = await readdir(folder).catch(() => []);
    return names.filter((one) => one.startsWith(scratchPrefix)).map((name) => join(folder, name));
  });
  for (const path of (await Promise.all(found)).flat()) {
    const entry = await stat(path).catch(() => null);
    const isOurs = entry?.uid === process.getuid?.();
    if (entry !== null && isOurs && nowMs - entry.mtimeMs > scratchLifeMs)
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** What an index is to hold at a path; `null`: nothing. Paths are raw. */
export interface IndexEntry {
  readonly path: string;
  readonly version: { readonly mode: string; readonly blob: string } | null;
}

/** The files that `ls-tree -r -z` or `ls-files -z --stage` lists, below this path; those in conflict are left out. */
export const entriesIn = (listed: string, below: string): readonly IndexEntry[] =>
  listed.split("\0").flatMap((line) => {
    const match = /^(\d+) (?:blob )?([0-9a-f]+)(?: 0)?\t([\s\S]+)$/.exec(line);
    if (match === null) return [];
    const [, mode = "", blob = "", file = ""] = match;
    return [{ path: below + file, version: { mode, blob } }];
  });

/** Changes entries of an index; what stands in the way of one, such as a file where a folder is due, goes. */
export async function changeIndex(
  git: Git,
  entries: readonly IndexEntry[],
  call: GitCall,
): Promise<void> {
  if (entries.length === 0) return;
  const gone = entries.filter(({ version }) => version === null);
  const there = entries.filter(({ version }) => version !== null);
  // Any id does for a path that goes; its length must be right: SHA-1 or SHA-256.
  const idLength =
    there[0]?.version?.blob.length ?? (await git.run(["mktree"], { input: "" })).trim().length;
  const lines = [...gone, ...there].map(({ path, version }) =>
    version === null
      ? `0 ${"0".repeat(idLength)}\t${path}\0`
      : `${version.mode} ${version.blob}\t${path}\0`,
  );
  await git.run(["update-index", "-z", "--replace", "--index-info"], {
    ...call,
    input: rawInput(lines.join("")),
  });
}
