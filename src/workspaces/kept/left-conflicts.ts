import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { Leftover } from "../../core/leftover.ts";
import { holdsConflict, holdsPart, loneLabels } from "./conflict-hunks.ts";
import { type Git, type GitCall, rawOf, readablePath } from "../git.ts";
import type { TicketTree } from "../ticket-tree.ts";
import { refNamesOf, tipsOf } from "../worker-repository.ts";

/** How many of a worker's commits, and of the labels in a file, are looked into. */
const commitsMax = 50;
const labelsMax = 50;

/**
 * Files of the ticket's work in which git's markers of a conflict are left: of a merge, a stash, a rebase or a patch that the worker
 * made itself. What git had to merge there is in its index or in its commits, and what a line alone is labelled with is known in its
 * repository; lines that only look so are of none.
 */
export async function leftConflicts(
  git: Git,
  { place, state }: TicketTree,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const { base, own } = state;
  // Words of the project's own (`*.lock -diff`) hide no file.
  const looked = [
    "diff-tree",
    "-r",
    "-z",
    "--name-only",
    "--no-renames",
    "--no-textconv",
    "--text",
  ];
  const words = ["-G", "^(<{7,}|={7,}|>{7,})( |\r?$)", `${base}^{tree}`, own];
  const changed = (await git.runRaw([...looked, ...words], { signal })).split("\0");
  const paths = changed.filter((path) => path !== "");
  if (paths.length === 0) return [];
  const inside = join(place.directory, ".git");
  // A link could lead into the user's repository, whose commits are the user's.
  if ((await lstat(inside).catch(() => null))?.isDirectory() !== true) return [];
  const call: GitCall = { signal, objectsDirectory: join(inside, "objects") };
  const stages = await stagesIn(git, inside, place.directory, call);
  const commits = await commitsIn(git, inside, base, call);
  const textAt = async (name: string) => {
    const blob = await git.attempt(["cat-file", "blob", name], call);
    return blob.exitCode === 0 ? rawOf(blob) : null;
  };
  const left: Leftover[] = [];
  for (const path of paths) {
    const text = await textAt(`${own}:${readablePath(path)}`);
    if (text === null) continue;
    const [ours = null, theirs = null] = await Promise.all(
      (stages.get(path) ?? []).map((blob) => textAt(blob)),
    );
    const [first = null, ...others] = await Promise.all(
      [base, ...commits].map((commit) => textAt(`${commit}:${readablePath(path)}`)),
    );
    const versions = [ours, theirs, first, ...others].filter((one) => one !== null);
    const isLeft =
      holdsConflict(text, versions) ||
      (ours !== null && theirs !== null && holdsPart(text, { ours, theirs, base: first })) ||
      (await namesSide(git, inside, loneLabels(text, first), call));
    if (isLeft) left.push({ path: readablePath(path), why: "conflict" });
  }
  return left;
}

/** What git calls the sides of a conflict by, beside the names of branches and commits. */
const usualLabels: ReadonlySet<string> = new Set([
  "HEAD",
  "ours",
  "theirs",
  "local",
  "Updated upstream",
  "Stashed changes",
]);

/** Whether one of these labels is a name that git in a ticket's tree has for a side of a conflict. */
async function namesSide(
  git: Git,
  inside: string,
  labels: readonly string[],
  call: GitCall,
): Promise<boolean> {
  const refs = labels.length === 0 ? new Set<string>() : await refNamesOf(inside);
  for (const label of labels.slice(0, labelsMax)) {
    // The file's path may stand behind a colon.
    const [name = ""] = label.split(":");
    if (usualLabels.has(name) || refs.has(name)) return true;
    const commit = /^(?:parent of )?([0-9a-f]{7,64})(?![^ .])/.exec(name)?.[1];
    if (commit === undefined) continue;
    const found = await git.attempt(["cat-file", "-e", `${commit}^{commit}`], call);
    if (found.exitCode === 0) return true;
  }
  return false;
}

/** The worker's own commits. */
async function commitsIn(
  git: Git,
  inside: string,
  base: string,
  call: GitCall,
): Promise<readonly string[]> {
  const words = ["rev-list", "--ignore-missing", `--max-count=${commitsMax}`];
  const listed = await git.attempt([...words, ...(await tipsOf(inside)), "--not", base], call);
  return rawOf(listed)
    .split("\n")
    .filter((line) => line !== "");
}

/** Of each path (raw) that git has had to merge in a ticket's tree: its version there, and the other one. */
async function stagesIn(
  git: Git,
  inside: string,
  directory: string,
  call: GitCall,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const indexFile = join(inside, "index");
  if ((await lstat(indexFile).catch(() => null))?.isFile() !== true) return found;
  // What the worker has added since counts as solved to git, and is noted apart.
  for (const which of ["--unmerged", "--resolve-undo"]) {
    const args = ["ls-files", "-z", which];
    const listed = await git.attempt(args, { ...call, workTree: { directory, indexFile } });
    if (listed.exitCode !== 0) continue;
    for (const entry of rawOf(listed).split("\0")) {
      const [, blob, , path] = /^\d+ ([0-9a-f]+) ([23])\t([\s\S]+)$/.exec(entry) ?? [];
      if (blob !== undefined && path !== undefined)
        found.set(path, [...(found.get(path) ?? []), blob]);
    }
  }
  return found;
}
