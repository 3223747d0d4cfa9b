import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gitError, stdoutText, type Git, type GitCall } from "./git.ts";

/** One version of a path in conflict: 1 the base's, 2 the branch's, 3 the ticket's. */
interface Stage {
  readonly mode: string;
  readonly blob: string;
}

interface Conflict {
  readonly path: string;
  readonly base: Stage | null;
  readonly branch: Stage | null;
  readonly ticket: Stage | null;
}

export interface MergedTrees {
  /** The tree; paths in conflict hold conflict markers. */
  readonly tree: string;
  readonly conflicts: readonly Conflict[];
}

/** Merges a ticket's commit into the branch's head in git's object store only: no checkout, no index. */
export async function mergeTrees(
  git: Git,
  { head, commit }: { readonly head: string; readonly commit: string },
  signal: AbortSignal,
): Promise<MergedTrees> {
  const args = ["merge-tree", "--write-tree", "--no-messages", "-z", head, commit];
  const result = await git.attempt(args, { signal });
  // Exit code 1 is a conflict; any higher one means that the merge could not be tried.
  if (result.exitCode > 1) throw gitError(args, "the repository", result);
  const [tree = "", ...entries] = stdoutText(result).split("\0");
  const byPath = new Map<string, Conflict>();
  for (const entry of entries) {
    const match = /^(\d+) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(entry);
    if (match === null) continue;
    const [, mode = "", blob = "", stage, path = ""] = match;
    const side = stage === "1" ? "base" : stage === "2" ? "branch" : "ticket";
    const conflict = byPath.get(path) ?? { path, base: null, branch: null, ticket: null };
    byPath.set(path, { ...conflict, [side]: { mode, blob } });
  }
  return { tree: tree.trim(), conflicts: [...byPath.values()] };
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
  const directory = await mkdtemp(join(tmpdir(), "rehearsal-merge-"));
  try {
    const call: GitCall = {
      signal,
      workTree: { directory, indexFile: join(directory, "index") },
    };
    await git.run(["read-tree", merged.tree], call);
    const entries: string[] = [];
    // As long as an id is here: SHA-1 or SHA-256.
    const noBlob = "0".repeat(merged.tree.length);
    for (const conflict of merged.conflicts) {
      const winner = await resolve(git, conflict, side, { directory, call });
      // Mode 0 takes the path out of the index.
      entries.push(`${winner?.mode ?? "0"} ${winner?.blob ?? noBlob}\t${conflict.path}\0`);
    }
    await git.run(["update-index", "-z", "--index-info"], { ...call, input: entries.join("") });
    return (await git.run(["write-tree"], call)).trim();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function resolve(
  git: Git,
  { base, branch, ticket, ...conflict }: Conflict,
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
  const favour = side === "branch" ? "--ours" : "--theirs";
  const result = await git.attempt(["merge-file", "-p", "-q", favour, ...files], call);
  // Git refuses what is not text (255): then there are no hunks to choose among.
  if (result.exitCode !== 0) return winner;
  const written = await git.attempt(["hash-object", "-w", "--stdin"], {
    ...call,
    input: result.stdout,
  });
  if (written.exitCode !== 0) throw gitError(["hash-object"], conflict.path, written);
  return { mode: winner.mode, blob: stdoutText(written).trim() };
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
