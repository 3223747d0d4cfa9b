import { z } from "zod";
import type { Git } from "./git.ts";

/**
 * What is known of a ticket's tree, in one ref of the run, so that it changes as one and its objects stay.
 * `own` is the tree that counts as the worker's work; `seen` is the tree as it was when it was looked at last,
 * with what setup and checks left. What differs from `seen` at the next look is the worker's.
 */
export interface TreeState {
  /** The commit on the run's branch that the work starts from. */
  readonly base: string;
  readonly own: string;
  readonly seen: string;
  /** A check is running or was cut off: what differs from `seen` is the check's. */
  readonly checking: boolean;
  /** Paths that no commit holds and that setup and checks left: not the worker's. */
  readonly accounted: readonly string[];
  /** Files below each submodule, as setup and checks left them: trees by the submodule's path. */
  readonly submodules: Readonly<Record<string, string>>;
  /** Repositories within the tree, whose files are taken as files. */
  readonly nested: readonly string[];
}

const noteSchema = z.strictObject({
  base: z.string(),
  checking: z.boolean(),
  accounted: z.array(z.string()),
  submodules: z.record(z.string(), z.string()),
  nested: z.array(z.string()),
});

export async function readTreeState(
  git: Git,
  ref: string,
  signal: AbortSignal,
): Promise<TreeState | null> {
  const found = await git.attempt(["ls-tree", ref], { signal });
  if (found.exitCode !== 0) return null;
  const listed = new TextDecoder().decode(found.stdout);
  const entries = new Map(
    [...listed.matchAll(/^\d+ \w+ ([0-9a-f]+)\t(.+)$/gm)].map(([, id = "", name = ""]) => [
      name,
      id,
    ]),
  );
  const [own, seen, note] = ["own", "seen", "note"].map((name) => entries.get(name));
  if (own === undefined || seen === undefined || note === undefined) return null;
  const text = await git.run(["cat-file", "blob", note], { signal });
  return { own, seen, ...noteSchema.parse(JSON.parse(text)) };
}

export async function writeTreeState(
  git: Git,
  ref: string,
  { own, seen, ...note }: TreeState,
  signal: AbortSignal,
): Promise<void> {
  const hash = ["hash-object", "-w", "--stdin"];
  const blob = (await git.run(hash, { signal, input: JSON.stringify(note) })).trim();
  const entries = `100644 blob ${blob}\tnote\n040000 tree ${own}\town\n040000 tree ${seen}\tseen\n`;
  const tree = (await git.run(["mktree"], { signal, input: entries })).trim();
  await git.run(["update-ref", ref, tree], { signal });
}
