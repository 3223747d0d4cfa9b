import { afterAll, expect, test } from "bun:test";
import { ticketId } from "../../../src/core/ids.ts";
import { gitRepositories } from "../git-repository.ts";
import { openWorktree } from "../open-worktree.ts";
import { never, sampleProject } from "../sample-project.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

const ticket = ticketId("T-1");

async function leftoversAfter(command: string) {
  const { root, git } = await repositories.create(sampleProject);
  const workspace = await openWorktree(root);
  await workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
  const identity = "git config user.name W; git config user.email w@localhost; set -e";
  const input = { command: `${identity}; ${command}` };
  const { isError, text } = await workspace.runTool(
    ticket,
    { callId: "c", tool: "bash", input },
    never,
  );
  expect({ isError, text }).toMatchObject({ isError: false });
  const { leftovers } = await workspace.commit(ticket, "Work", never);
  await workspace.close();
  const refs = await git("for-each-ref", "--format=%(refname)", "refs/rehearsal");
  const kept = refs.split("\n").filter((ref) => ref.includes("/kept/"));
  return { leftovers, kept, git };
}

test("what was left on another branch, or in a stash with files that git did not know, is named", async () => {
  const { leftovers } = await leftoversAfter(
    "git checkout -q -b aside; echo aside > aside.txt; git add .; git commit -qm aside; git checkout -q --detach HEAD~1; " +
      "echo mine > README.md; echo new > new.txt; git stash -q -u; echo other > other.txt",
  );
  expect(leftovers).toEqual(
    ["README.md", "aside.txt", "new.txt"].map((path) => ({ path, why: "stray" })),
  );
});

test("steps towards the tree are no such, nor what was taken back, changed on or taken over", async () => {
  const { leftovers } = await leftoversAfter(
    "git checkout -q -b topic; echo 1 > a.txt; echo gone > gone.txt; git add .; git commit -qm one; git branch before; " +
      "git rm -q gone.txt; echo 2 > a.txt; git commit -qam two; git checkout -q -b side; echo b > b.txt; git add .; git commit -qm b; " +
      "git checkout -q topic; git cherry-pick side > cherry.log; rm cherry.log; git notes add -m noted; echo 3 > README.md; git stash -q; git stash apply -q; echo 4 > README.md",
  );
  expect(leftovers).toEqual([]);
});

test("a work tree that the worker made is no copy of the project in its commit, and is kept with its commits", async () => {
  const { leftovers, kept, git } = await leftoversAfter(
    "git worktree add -q --detach wt; echo mine > mine.txt; cd wt; echo c > c.txt; git add .; git commit -qm c; echo half > half.txt",
  );
  expect(leftovers).toEqual([
    { path: "wt/", why: "worktree" },
    { path: "c.txt", why: "stray" },
  ]);
  const files = await git("ls-tree", "-r", "--name-only", kept[0] ?? "");
  expect(files.split("\n")).toEqual(expect.arrayContaining(["mine.txt", "wt/half.txt"]));
  expect(await git("log", "--format=%s", kept[0] ?? "")).toContain("c\n");
});
