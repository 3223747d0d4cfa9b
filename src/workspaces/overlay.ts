import type { Git, GitCall } from "./git.ts";
import { changeIndex, type IndexEntry, withScratchIndex } from "./scratch-index.ts";

/** Applies to the tree `onto` what changed from one tree to another: whole files, without merging lines. */
export async function overlay(
  git: Git,
  { from, to, onto }: { readonly from: string; readonly to: string; readonly onto: string },
  signal: AbortSignal,
): Promise<string> {
  if (from === to) return onto;
  if (from === onto) return to;
  const changes = await changesBetween(git, from, to, { signal });
  return withScratchIndex(signal, async (call) => {
    await git.run(["read-tree", onto], call);
    await changeIndex(git, changes, call);
    return (await git.run(["write-tree"], call)).trim();
  });
}

/** The paths (raw) at which two trees differ, with what the second holds there. */
export async function changesBetween(
  git: Git,
  from: string,
  to: string,
  call: GitCall,
): Promise<readonly IndexEntry[]> {
  if (from === to) return [];
  const listed = await git.runRaw(["diff-tree", "-r", "-z", "--no-renames", from, to], call);
  const fields = listed.split("\0");
  const changes: IndexEntry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const match = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(fields[at] ?? "");
    if (match === null) throw new Error(`git diff-tree printed what is no change: ${fields[at]}`);
    const [, mode = "", blob = "", status] = match;
    const version = status === "D" ? null : { mode, blob };
    changes.push({ path: fields[at + 1] ?? "", version });
  }
  return changes;
}
