import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Git } from "./git.ts";

/**
 * What is known of a ticket's tree. It is kept in one ref of the run, so that it changes all at once and git keeps the
 * objects that it names. `own` is the git tree of the worker's work alone; `seen` is that of the last snapshot, which has
 * what setup and checks left as well. What differs from `seen` in the next snapshot is the worker's.
 */
export interface TreeState {
  /** The commit on the run's branch that the work starts from. */
  readonly base: string;
  readonly own: string;
  readonly seen: string;
  /** A check is running or was cut off: what differs from `seen` is the check's. */
  readonly checking: boolean;
  /** Paths that setup and checks left and that can't be committed: nobody is asked about them as the worker's. */
  readonly accounted: readonly string[];
  /** Files below each submodule, as setup and checks left them: trees by the submodule's path. */
  readonly submodules: Readonly<Record<string, string>>;
  /** Repositories within the tree, whose files are taken as files. */
  readonly nested: readonly string[];
  /** The work (`own`) that passed the check last; `null` before that. */
  readonly passed: string | null;
}

const noteSchema = z.strictObject({
  base: z.string(),
  checking: z.boolean(),
  accounted: z.array(z.string()),
  submodules: z.record(z.string(), z.string()),
  nested: z.array(z.string()),
  passed: z.string().nullable().default(null),
});

export async function readTreeState(
  git: Git,
  ref: string,
  signal: AbortSignal,
): Promise<TreeState | null> {
  const input = `info ${ref}:own\ninfo ${ref}:seen\ncontents ${ref}:note\n`;
  const answer = await git.run(["cat-file", "--batch-command"], { signal, input });
  // One that is not there is answered with its name and "missing".
  const found = /^(\w+) tree \d+\n(\w+) tree \d+\n\w+ blob \d+\n/.exec(answer);
  if (found === null) return null;
  const [heading, own = "", seen = ""] = found;
  return { own, seen, ...noteSchema.parse(JSON.parse(answer.slice(heading.length))) };
}

export const isSameState = (one: TreeState, other: TreeState): boolean =>
  isDeepStrictEqual(one, other);

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
