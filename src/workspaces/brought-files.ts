import type { Environment } from "./child-environment.ts";
import type { Git } from "./git.ts";
import { openRepository } from "./repository.ts";
import { startOf } from "./run-branch.ts";

/** The files that one ref of a run (its branch, or work that was kept) added or changed since the run began. */
export interface BroughtFiles {
  /** The run, as its branch is called after `rehearsal/`. */
  readonly run: string;
  readonly ref: string;
  readonly commit: string;
  readonly files: readonly BroughtFile[];
}

export interface BroughtFile {
  /** From the repository's root. */
  readonly path: string;
  readonly blob: string;
  /** What was there when the run began; `null` where nothing was. */
  readonly blobBefore: string | null;
  readonly isLink: boolean;
}

/**
 * What the refs of all runs in a repository added or changed. A ref that still points to the commit which `known` has for
 * it is left out.
 */
export async function broughtFiles(
  at: { readonly repositoryRoot: string; readonly environment: Environment },
  known: Readonly<Record<string, string>>,
): Promise<readonly BroughtFiles[]> {
  const { git } = await openRepository(at);
  const format = "--format=%(objecttype) %(objectname) %(refname)";
  const listed = await git.run([
    "for-each-ref",
    format,
    "refs/heads/rehearsal/",
    "refs/rehearsal/",
  ]);
  const refs = listed.split("\n").flatMap((line) => {
    const [type, commit = "", ref = ""] = line.split(" ");
    const run = /^refs\/(?:heads\/)?rehearsal\/([^/]+)/.exec(ref)?.[1];
    return type === "commit" && run !== undefined ? [{ run, ref, commit }] : [];
  });
  const starts = new Map(
    refs.filter(({ ref }) => ref.endsWith("/start")).map(({ run, commit }) => [run, commit]),
  );
  const found: BroughtFiles[] = [];
  for (const { run, ref, commit } of refs) {
    if (starts.get(run) === commit || known[ref] === commit) continue;
    const start = starts.get(run) ?? (await startOf(git, commit));
    found.push({ run, ref, commit, files: await changedFiles(git, start, commit) });
  }
  return found;
}

async function changedFiles(git: Git, from: string, to: string): Promise<BroughtFile[]> {
  const args = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to];
  const fields = (await git.run(args)).split("\0");
  const files: BroughtFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = "", before = "", blob = ""] = (fields[at] ?? "").split(" ");
    // What was deleted can't be executed.
    if (isNone(blob)) continue;
    const blobBefore = isNone(before) ? null : before;
    files.push({ path: fields[at + 1] ?? "", blob, blobBefore, isLink: mode === "120000" });
  }
  return files;
}

const isNone = (blob: string): boolean => /^0+$/.test(blob);
