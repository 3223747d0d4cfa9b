import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Environment } from "../child-environment.ts";
import { type Git, openGit, runGit, stdoutText } from "../git.ts";
import { idOfName, pathName, refNames } from "../ref-names.ts";
import { removeFolder } from "../ticket-tree.ts";
import { asideFolderOf } from "./set-aside.ts";

/** Work of a ticket that the run's branch does not hold. */
export interface KeptWork {
  readonly ticketId: string;
  readonly ref: string;
  readonly commit: string;
  /** Files that no commit of the ticket could hold, with the reason in brackets. */
  readonly leftovers: readonly string[];
}

/** What a run has left in the repository and in the cache. */
export interface RunRemains {
  readonly branch: RemainingBranch | null;
  readonly kept: readonly KeptWork[];
  /** Refs that nobody needs once the run is over. */
  readonly ownRefs: readonly string[];
  /** The folder of its tickets' trees, where there is one. */
  readonly folder: string | null;
  /** The folder of what its tickets left and git does not keep, where there is one. */
  readonly aside: string | null;
}

export interface RemainingBranch {
  readonly ref: string;
  /** `checked-out`: in a work tree, so it is somebody's. */
  readonly standing: "merged" | "unmerged" | "checked-out";
}

interface Place {
  readonly repositoryRoot: string;
  readonly environment: Environment;
}

/** The work that a run keeps; none where git can't tell. */
export async function keptWorkOf(place: Place, runId: string): Promise<readonly KeptWork[]> {
  const git = await gitOf(place);
  return git === null ? [] : keptIn(git, runId);
}

/** The runs that have refs in a repository; none where git can't tell. */
export async function runsWithRefs(place: Place): Promise<readonly string[]> {
  const git = await gitOf(place);
  if (git === null) return [];
  const names = (await refsBelow(git, "refs/rehearsal/")).map((ref) => ref.split("/")[2] ?? "");
  return [...new Set(names.map(idOfName))].filter((id) => id !== null).toSorted();
}

/** Looks, and changes nothing. */
export async function remainsOf(
  place: Place & { readonly worktreesRoot: string },
  runId: string,
): Promise<RunRemains> {
  const git = await gitOf(place);
  if (git === null) throw new Error(`There is no git repository in ${place.repositoryRoot}.`);
  const refs = refNames(runId);
  const kept = await keptIn(git, runId);
  const keptRefs = new Set(kept.map(({ ref }) => ref));
  const folder = join(place.worktreesRoot, pathName(runId));
  const entries: readonly string[] = await readdir(place.worktreesRoot).catch(() => []);
  return {
    branch: await branchIn(git, refs.runBranch),
    kept,
    ownRefs: (await refsBelow(git, refs.prefix)).filter((ref) => !keptRefs.has(ref)),
    folder: entries.includes(pathName(runId)) ? folder : null,
    aside: entries.includes(basename(asideFolderOf(folder))) ? asideFolderOf(folder) : null,
  };
}

/** Deletes refs and folders. A branch that somebody has checked out meanwhile stays. */
export async function removeRemains(
  place: Place,
  { refs, folders }: { readonly refs: readonly string[]; readonly folders: readonly string[] },
): Promise<void> {
  const git = await gitOf(place);
  if (git === null) return;
  for (const ref of refs) await git.run(["update-ref", "-d", ref]);
  for (const folder of folders) await removeFolder(folder);
}

async function gitOf({ repositoryRoot: directory, environment }: Place): Promise<Git | null> {
  const args = ["rev-parse", "--path-format=absolute", "--git-common-dir"];
  const found = await runGit(args, { directory, environment }).catch(() => null);
  if (found === null || found.exitCode !== 0) return null;
  return openGit({ gitDirectory: stdoutText(found).slice(0, -1), environment });
}

async function refsBelow(git: Git, prefix: string): Promise<readonly string[]> {
  const listed = await git.run(["for-each-ref", "--format=%(refname)", prefix]);
  return listed.split("\n").filter((ref) => ref !== "");
}

async function keptIn(git: Git, runId: string): Promise<readonly KeptWork[]> {
  const below = refNames(runId).kept;
  const format = "--format=%(refname)%00%(objectname)%00%(contents:body)%00%01";
  const listed = await git.run(["for-each-ref", "--sort=version:refname", format, below]);
  return listed.split("\0\u0001").flatMap((entry) => {
    const [ref = "", commit = "", body = ""] = entry.replace(/^\n/, "").split("\0");
    const ticketId = idOfName(ref.slice(below.length).split("/")[0] ?? "");
    if (ref === "" || ticketId === null) return [];
    return [{ ticketId, ref, commit, leftovers: body.split("\n").filter((line) => line !== "") }];
  });
}

async function branchIn(git: Git, ref: string): Promise<RemainingBranch | null> {
  if ((await git.resolve(ref)) === null) return null;
  const worktrees = await git.run(["worktree", "list", "--porcelain", "-z"]);
  if (worktrees.split("\0").includes(`branch ${ref}`)) return { ref, standing: "checked-out" };
  const args = ["for-each-ref", "--format=%(refname)", "refs/heads/", "refs/remotes/"];
  const others = (await git.run(args))
    .split("\n")
    .filter((other) => other !== "" && !other.startsWith("refs/heads/rehearsal/"));
  for (const other of others)
    if (await isMergedInto(git, ref, other)) return { ref, standing: "merged" };
  return { ref, standing: "unmerged" };
}

/** Whether merging would change nothing: also after a squash, or where each commit was picked. */
export async function isMergedInto(git: Git, ref: string, other: string): Promise<boolean> {
  const ancestor = await git.attempt(["merge-base", "--is-ancestor", ref, other]);
  if (ancestor.exitCode === 0) return true;
  const merged = await git.attempt(["merge-tree", "--write-tree", other, ref]);
  if (merged.exitCode !== 0) return false;
  const tree = await git.attempt(["rev-parse", `${other}^{tree}`]);
  return stdoutText(merged).trim() === stdoutText(tree).trim();
}
