import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { ticketId } from "../../../src/core/ids.ts";
import type { Leftover } from "../../../src/core/leftover.ts";
import { gitRepositories } from "../git-repository.ts";
import { openWorktree } from "../open-worktree.ts";
import { never } from "../sample-project.ts";

// Git, on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

const repositories = gitRepositories();
afterAll(() => repositories.remove());

const ticket = ticketId("T-1");
const rows = ["one", "two", "three", "four", "five"].map((row) => `${row}\n`).join("");
const quoting = "# Merging\n\n<<<<<<< HEAD\nmine\n=======\nyours\n>>>>>>> topic\n";

/** The worker's commands, one call each, in a project that has both texts and a page about conflicts. */
async function worker(
  settings: readonly (readonly [string, string])[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const files = { "a.txt": rows, "b.txt": rows, "merging.md": quoting, ...more };
  const { root, git } = await repositories.create(files);
  for (const setting of settings) await git("config", ...setting);
  const workspace = await openWorktree(root);
  await workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
  const bash = (command: string) =>
    workspace.runTool(ticket, { callId: "c", tool: "bash", input: { command } }, never);
  return { bash, commit: () => workspace.commit(ticket, "Work", never), git };
}

const left: Leftover = { path: "a.txt", why: "conflict" };

const onTwoBranches =
  "git switch -qc topic; sed -i 2s/.*/topic/ a.txt b.txt; git commit -qam topic; " +
  "git switch -qc side HEAD~1; sed -i 2s/.*/side/ a.txt b.txt; git commit -qam side; ";
/** Of the two files in conflict one is solved. */
const solveOne = "git checkout -q --theirs b.txt; git add b.txt; ";
const stashed =
  "sed -i 2s/.*/kept/ a.txt b.txt; git stash -q; sed -i 2s/.*/own/ a.txt b.txt; git commit -qam own; ";
/** Of the markers one is left. */
const leaveLast = "sed -i '/^<<<<<<<\\|^=======/d' a.txt; ";

describe("a conflict that the worker leaves in a file is named:", () => {
  test.each([
    ["of a merge", `${onTwoBranches} git merge topic; ${solveOne}`],
    [
      "of one that it committed",
      `${onTwoBranches} git merge topic; ${solveOne} git commit -qam merged`,
    ],
    [
      "of one that it committed, gone on elsewhere",
      `${onTwoBranches} git merge topic; ${solveOne} git commit -qam merged; git switch -qc on; git reset -q --hard`,
    ],
    [
      "of a rebase",
      `${onTwoBranches} git rebase topic; ${solveOne} git add -A; GIT_EDITOR=true git rebase --continue`,
    ],
    ["of a cherry-pick", `${onTwoBranches} git cherry-pick topic; ${solveOne}`],
    [
      "of a stash",
      `sed -i 2s/.*/kept/ a.txt b.txt; git stash -q; sed -i 2s/.*/own/ a.txt b.txt; git commit -qam own; git stash pop; ${solveOne}`,
    ],
    ["of a patch", `${onTwoBranches} git show topic > ../p; git apply -3 ../p; ${solveOne}`],
    [
      "of a switch that merges",
      `${onTwoBranches} sed -i 2s/.*/more/ a.txt; git switch -q -m topic`,
    ],
    [
      "half taken away",
      `${onTwoBranches} git merge topic; ${solveOne} sed -i '/^<<<<<<<\\|^=======/d' a.txt; git add a.txt`,
    ],
    [
      "half taken away, with another conflict behind it",
      `${onTwoBranches} git merge topic; ${solveOne} sed -i '/^<<<<<<<\\|^=======/d' a.txt; git add a.txt; git commit -qm merged; ` +
        "git switch -qc third HEAD~1; sed -i 4s/.*/third/ a.txt; git commit -qam third; git switch -q side; " +
        "sed -i '/^four/s/.*/fourth/' a.txt; git commit -qam fourth; git merge third; " +
        "sed -i '/^<<<<<<<\\|^=======\\|^>>>>>>> third/d' a.txt; git add a.txt; git commit -qm 'merged again'",
    ],
    [
      "half taken away, and stashed with it",
      `sed -i 2s/.*/kept/ a.txt; git stash -q; sed -i 2s/.*/own/ a.txt; git commit -qam own; git stash pop; ` +
        "sed -i '/^<<<<<<<\\|^=======/d' a.txt; git add a.txt; git commit -qm popped; " +
        "sed -i '$s/.*/five more/' a.txt; git stash -q; sed -i '$s/.*/five less/' a.txt; git commit -qam less; git stash pop; " +
        "git checkout -q --theirs a.txt; git add a.txt",
    ],
    [
      "half taken away, and stashed and popped once more",
      `${stashed} git stash pop; ${solveOne} ${leaveLast} git add a.txt; git stash drop -q; git stash -q; git stash pop`,
    ],
    [
      "half taken away, and of which git's index was made to know nothing",
      `${stashed} git stash pop; ${solveOne} git reset -q; ${leaveLast}`,
    ],
    [
      "half taken away, and reset to",
      `${onTwoBranches} git merge topic; ${solveOne} ${leaveLast} git commit -qam merged; git switch -qc on HEAD~1; git reset -q --hard side`,
    ],
    [
      "half taken away, of a rebase that went on with the same file",
      `${onTwoBranches} sed -i 5s/.*/more/ a.txt; git commit -qam more; git rebase topic; ${solveOne} ${leaveLast} ` +
        "git add -A; GIT_EDITOR=true git rebase --continue",
    ],
    [
      "with the markers of another style",
      `git config merge.conflictStyle diff3; ${onTwoBranches} git merge topic; ${solveOne}`,
    ],
  ])("%s", async (_, commands) => {
    const { bash, commit } = await worker();
    await bash(commands);
    expect((await commit()).leftovers.filter(({ why }) => why === "conflict")).toEqual([left]);
  });

  test("in files that git shows no changes of, and with the markers that the project wants", async () => {
    const { bash, commit } = await worker([], {
      ".gitattributes": "a.txt -diff conflict-marker-size=20\n",
    });
    await bash(`${onTwoBranches} git merge topic; ${solveOne}`);
    expect((await commit()).leftovers).toEqual([left]);
  });

  test("again and again, until it is solved", async () => {
    const { bash, commit } = await worker();
    await bash(`${onTwoBranches} git merge topic; ${solveOne} git commit -qam merged`);
    expect((await commit()).leftovers).toEqual([left]);
    await bash("echo more > c.txt");
    expect((await commit()).leftovers).toEqual([left]);
    await bash("sed -i '/^<<<<<<<\\|^=======\\|^>>>>>>>/d' a.txt");
    expect((await commit()).leftovers).toEqual([]);
  });
});

test("lines of the project and of a worker's that look like git's are no conflict", async () => {
  const { bash, commit } = await worker();
  await bash(
    "cp merging.md other.md; echo more >> merging.md; printf 'Example\\n=======\\n' > page.rst; echo '>>>>>>> a quotation' > mail.txt; " +
      `${onTwoBranches} git merge topic; git checkout -q --ours a.txt b.txt; git add -A; git commit -qm merged`,
  );
  expect((await commit()).leftovers).toEqual([]);
});
