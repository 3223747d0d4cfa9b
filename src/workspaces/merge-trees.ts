import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Git, type GitCall, gitError, rawOf, readablePath, stdoutText } from "./git.ts";
import { changeIndex, type IndexEntry, withScratchIndex } from "./scratch-index.ts";

/** One version of a path in conflict: 1 the base's, 2 the branch's, 3 the ticket's. */
interface Stage {
  readonly mode: string;
  readonly blob: string;
}

interface Conflict {
  /** Raw. Where a file and a folder have one name, git puts the file at another path; `name` is its own. */
  readonly path: string;
  readonly name: string;
  readonly base: Stage | null;
  readonly branch: Stage | null;
  readonly ticket: Stage | null;
}

export interface MergedTrees {
  /** The tree; paths in conflict hold conflict markers. */
  readonly tree: string;
  readonly conflicts: readonly Conflict[];
}

/** The paths in conflict, for people. */
export const conflictPaths = ({ conflicts }: MergedTrees): string[] =>
  [...new Set(conflicts.map(({ name }) => readablePath(name)))].toSorted();

/**
 * Merges a ticket's commit into the branch's head in git's object store only: no checkout, no index. The
 * branch's `.gitattributes` are heeded, with the drivers that the user's own settings name.
 */
export async function mergeTrees(
  git: Git,
  { head, commit }: { readonly head: string; readonly commit: string },
  signal: AbortSignal,
): Promise<MergedTrees> {
  return withScratchIndex(signal, async (call, directory) => {
    await putAttributes(git, head, directory, signal);
    const args = ["merge-tree", "--write-tree", "--no-messages", "-z", head, commit];
    const result = await git.attempt(args, call);
    // Exit code 1 is a conflict; any higher one means that the merge could not be tried.
    if (result.exitCode > 1) throw gitError(args, "the repository", result);
    const [tree = "", ...entries] = rawOf(result).split("\0");
    const byPath = new Map<string, Conflict>();
    for (const entry of entries) {
      const match = /^(\d+) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(entry);
      if (match === null) continue;
      const [, mode = "", blob = "", stage, path = ""] = match;
      const side = stage === "1" ? "base" : stage === "2" ? "branch" : "ticket";
      const name = nameBefore(path, [head, commit]);
      const conflict = byPath.get(path) ?? { path, name, base: null, branch: null, ticket: null };
      byPath.set(path, { ...conflict, [side]: { mode, blob } });
    }
    return { tree: tree.trim(), conflicts: [...byPath.values()] };
  });
}

/** Git (before 2.41) reads attributes from a tree on disk alone. */
async function putAttributes(
  git: Git,
  head: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const listed = await git.run(["ls-tree", "-r", "-z", "--name-only", head], { signal });
  for (const path of listed.split("\0")) {
    if (!/(?:^|\/)\.gitattributes$/.test(path)) continue;
    const blob = await git.attempt(["cat-file", "blob", `${head}:${path}`], { signal });
    if (blob.exitCode !== 0) continue;
    await mkdir(join(directory, dirname(path)), { recursive: true });
    await Bun.write(join(directory, path), blob.stdout);
  }
}

/** `thing~1a2b3c` is the file `thing` of that commit, beside a folder `thing`. */
function nameBefore(path: string, commits: readonly string[]): string {
  for (const commit of commits) {
    const at = path.lastIndexOf(`~${commit}`);
    if (at > 0 && /^(?:_\d+)?$/.test(path.slice(at + 1 + commit.length))) return path.slice(0, at);
  }
  return path;
}

/**
 * The tree where `side` wins: hunk by hunk where both sides changed a text, else its whole version (a
 * file that one side deleted, a binary file, a link). What does not conflict is kept from both.
 */
export async function resolveTowards(
  git: Git,
  merged: MergedTrees,
  side: "branch" | "ticket",
  signal: AbortSignal,
): Promise<string> {
  return withScratchIndex(signal, async (call, directory) => {
    await git.run(["read-tree", merged.tree], call);
    const entries: IndexEntry[] = [];
    for (const conflict of merged.conflicts) {
      const version = await resolve(git, conflict, side, { directory, call });
      if (conflict.name !== conflict.path) entries.push({ path: conflict.path, version: null });
      // A file that lost to a folder of the same name is left out: it would replace the folder.
      if (conflict.name === conflict.path || version !== null)
        entries.push({ path: conflict.name, version });
    }
    await changeIndex(git, entries, call);
    return (await git.run(["write-tree"], call)).trim();
  });
}

async function resolve(
  git: Git,
  { base, branch, ticket, path }: Conflict,
  side: "branch" | "ticket",
  { directory, call }: { readonly directory: string; readonly call: GitCall },
): Promise<Stage | null> {
  const winner = side === "branch" ? branch : ticket;
  if (branch === null || ticket === null || winner === null) return winner;
  if (![branch, ticket, ...(base === null ? [] : [base])].every(isFile)) return winner;
  const files = await Promise.all(
    Object.entries({ branch, base, ticket }).map(async ([name, stage]) => {
      const file = join(directory, name);
      await Bun.write(file, stage === null ? "" : await blobOf(git, stage, call));
      return file;
    }),
  );
  // A mode that the winner has left as it was does not conflict with the other's.
  const { mode } = winner.mode === base?.mode ? (side === "branch" ? ticket : branch) : winner;
  const favour = side === "branch" ? "--ours" : "--theirs";
  const result = await git.attempt(["merge-file", "-p", "-q", favour, ...files], call);
  // Git refuses what is not text (255): then there are no hunks to choose among.
  if (result.exitCode !== 0) return { ...winner, mode };
  const written = await git.attempt(["hash-object", "-w", "--stdin"], {
    ...call,
    input: result.stdout,
  });
  if (written.exitCode !== 0) throw gitError(["hash-object"], readablePath(path), written);
  return { mode, blob: stdoutText(written).trim() };
}

function isFile({ mode }: Stage): boolean {
  return mode.startsWith("100");
}

async function blobOf(git: Git, { blob }: Stage, call: GitCall): Promise<Uint8Array> {
  const args = ["cat-file", "blob", blob];
  const result = await git.attempt(args, call);
  if (result.exitCode !== 0) throw gitError(args, "the repository", result);
  return result.stdout;
}
