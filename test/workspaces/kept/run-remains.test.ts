import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { keptWorkOf, remainsOf, removeRemains } from "../../../src/workspaces/kept/run-remains.ts";
import {
  gitRepositories,
  type GitRepositories,
  type GitRepository,
  testEnvironment as environment,
} from "../git-repository.ts";

// Git on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let repositories: GitRepositories;
let repository: GitRepository;
beforeAll(async () => {
  repositories = gitRepositories();
  repository = await repositories.create({ "a.txt": "a\n" });
});
afterAll(() => repositories.remove());

const branch = "refs/heads/rehearsal/run-1";
const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];

test("a run's remains are its branch, what it keeps by ticket, its own refs and its folder", async () => {
  const { root, git } = repository;
  const place = { repositoryRoot: root, environment, worktreesRoot: await repositories.folder() };
  expect(await remainsOf(place, "run-1")).toEqual({
    branch: null,
    kept: [],
    ownRefs: [],
    folder: null,
    aside: null,
  });
  await git("switch", "--quiet", "--create", "work");
  await repository.write({ "b.txt": "b\n" });
  await git("add", "--all");
  await git(...identity, "commit", "--quiet", "-m", "T-1: b");
  const commit = (await git("rev-parse", "HEAD")).trim();
  const message = "T-2: what is not on the branch\n\ndocs/a.md (ignored)\nbig.bin (large)";
  await git("switch", "--quiet", "main");
  await git("branch", "--quiet", "--delete", "--force", "work");
  const kept = (await git(...identity, "commit-tree", `${commit}^{tree}`, "-m", message)).trim();
  await git("update-ref", branch, commit);
  await git("update-ref", "refs/rehearsal/run-1/kept/T-2/1", kept);
  await git("update-ref", "refs/rehearsal/run-1/start", "main");
  await git("update-ref", "refs/rehearsal/run-10/start", "main");
  await Bun.write(join(place.worktreesRoot, "run-1", "T-2", "a.txt"), "a");
  await Bun.write(join(place.worktreesRoot, "run-1%kept", "T-2", "1a2b", "big.bin"), "b");

  const work = {
    ticketId: "T-2",
    ref: "refs/rehearsal/run-1/kept/T-2/1",
    commit: kept,
    leftovers: ["docs/a.md (ignored)", "big.bin (large)"],
  };
  expect(await keptWorkOf(place, "run-1")).toEqual([work]);
  expect(await remainsOf(place, "run-1")).toEqual({
    branch: { ref: branch, standing: "unmerged" },
    kept: [work],
    ownRefs: ["refs/rehearsal/run-1/start"],
    folder: join(place.worktreesRoot, "run-1"),
    aside: join(place.worktreesRoot, "run-1%kept"),
  });

  // Squashed: main holds the same, and no commit of the branch.
  await git("merge", "--quiet", "--squash", branch);
  await git(...identity, "commit", "--quiet", "-m", "all of it");
  expect((await remainsOf(place, "run-1")).branch?.standing).toBe("merged");
  await git("switch", "--quiet", "rehearsal/run-1");
  expect((await remainsOf(place, "run-1")).branch?.standing).toBe("checked-out");
  await git("switch", "--quiet", "main");

  const { folder, aside } = await remainsOf(place, "run-1");
  await removeRemains(place, { refs: [branch, work.ref], folders: [folder ?? "", aside ?? ""] });
  expect(await remainsOf(place, "run-1")).toEqual({
    branch: null,
    kept: [],
    ownRefs: ["refs/rehearsal/run-1/start"],
    folder: null,
    aside: null,
  });
  expect(await git("for-each-ref", "--format=%(refname)", "refs/rehearsal/run-10")).toBe(
    "refs/rehearsal/run-10/start\n",
  );
});

test("where git can't tell, nothing is known to be kept", async () => {
  const nowhere = { repositoryRoot: await repositories.folder(), environment };
  expect(await keptWorkOf(nowhere, "run-1")).toEqual([]);
});
