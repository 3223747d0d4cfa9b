import { type Git, type GitCall, rawInput, stdoutText } from "./git.ts";
import { changesBetween } from "./overlay.ts";
import { withScratchIndex } from "./scratch-index.ts";

type Tree = NonNullable<GitCall["workTree"]>;

/** Where the user checks out a part of the repository (`git sparse-checkout`), so do tickets' trees. */
async function isSparse(git: Git, signal: AbortSignal): Promise<boolean> {
  const asked = ["config", "--type=bool", "core.sparseCheckout"];
  return stdoutText(await git.attempt(asked, { signal })).trim() === "true";
}

/**
 * Makes a folder and its index hold a git tree. Where only a part is checked out, what the run has changed since its start
 * (a ref) is there besides: workers and checks would miss what other tickets, or they themselves, have made.
 */
export async function checkOut(
  git: Git,
  place: Tree,
  { tree, start }: { readonly tree: string; readonly start: string },
  signal: AbortSignal,
): Promise<void> {
  const call: GitCall = { signal, workTree: place };
  await git.run(["read-tree", "--reset", "-u", tree], call);
  if (!(await isSparse(git, signal))) return;
  const listed = await git.runRaw(["ls-files", "-z", "-t"], call);
  const skipped = new Set(
    listed.split("\0").flatMap((line) => (line.startsWith("S ") ? [line.slice(2)] : [])),
  );
  const began = (await git.run(["rev-parse", `${start}^{tree}`], { signal })).trim();
  const changed = await changesBetween(git, began, tree, { signal });
  const missing = changed.filter(({ path }) => skipped.has(path)).map(({ path }) => path);
  if (missing.length === 0) return;
  const input = rawInput(missing.map((path) => `${path}\0`).join(""));
  await git.run(["update-index", "-z", "--no-skip-worktree", "--stdin"], { ...call, input });
  await git.run(["checkout-index", "-z", "--force", "--index", "--stdin"], { ...call, input });
}

/** Makes an index of a tree anew; what is not checked out is not what somebody has deleted. */
export async function makeIndex(
  git: Git,
  { indexFile }: Tree,
  tree: string,
  call: GitCall,
): Promise<void> {
  const { signal = new AbortController().signal } = call;
  if (!(await isSparse(git, signal))) {
    await git.run(["read-tree", tree], call);
    return;
  }
  // Git looks at which files are to be checked out only where it checks them out.
  await withScratchIndex(signal, (_, directory) =>
    git.run(["read-tree", "--reset", "-u", tree], { signal, workTree: { indexFile, directory } }),
  );
}
