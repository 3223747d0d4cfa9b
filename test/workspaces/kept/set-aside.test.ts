import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ticketId } from "../../../src/core/ids.ts";
import { gitRepositories } from "../git-repository.ts";
import { openWorktree, worktreesOf } from "../open-worktree.ts";
import { never } from "../sample-project.ts";

// Git, and large files, on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

const repositories = gitRepositories();
afterAll(() => repositories.remove(), 60_000);

const ticket = ticketId("T-1");

/** What is left of a ticket whose worker ran these commands, and which never merged. */
async function leftBy(command: string) {
  const { root, git } = await repositories.create({ ".gitignore": "data/\n" });
  const workspace = await openWorktree(root);
  await workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
  const call = { callId: "c", tool: "bash", input: { command } };
  await workspace.runTool(ticket, call, never);
  const { leftovers } = await workspace.commit(ticket, "Work", never);
  await workspace.close();
  const folder = join(worktreesOf(root), "run-1%kept", "T-1");
  const [aside = "nowhere"] = await readdir(folder).catch(() => []);
  const ref = "refs/rehearsal/run-1/kept/T-1/1";
  return {
    leftovers,
    place: join(folder, aside),
    copied: (await git("ls-tree", "-r", "--name-only", ref)).trim().split("\n"),
    said: await git("log", "-1", "--format=%b", ref),
    objects: await git("count-objects", "-v"),
  };
}

test("large files are moved beside the tree, the largest first, and take no room in git", async () => {
  const { leftovers, place, copied, said, objects } = await leftBy(
    "echo 1 > one.txt; truncate -s 3000000000 huge.bin; truncate -s 60000000 less.bin; mkdir data; truncate -s 400000000 data/set.bin",
  );
  expect(leftovers).toEqual([
    { path: "data/", why: "output" },
    { path: "huge.bin", why: "large", bytes: 3_000_000_000 },
    { path: "less.bin", why: "large", bytes: 60_000_000 },
  ]);
  expect(copied).toEqual([".gitignore", "less.bin", "one.txt"]);
  expect(said.trim().split("\n")).toEqual([
    "less.bin (large)",
    `huge.bin (large, 2.8 GB): in ${place}/huge.bin`,
    `data (output, 381 MB): in ${place}/data`,
  ]);
  expect((await lstat(join(place, "huge.bin"))).size).toBe(3_000_000_000);
  expect((await lstat(join(place, "data", "set.bin"))).size).toBe(400_000_000);
  // In kB: what was copied is not compressed, which would take long.
  expect(Number(/size: (\d+)/.exec(objects)?.[1])).toBeLessThan(100_000);
});

test("what lies deeper than any path is moved with the folder that can still be reached", async () => {
  const name = "n".repeat(200);
  const { place, said } = await leftBy(
    `echo 1 > one.txt; mkdir top; echo near > top/near.txt; cd top; for i in $(seq 24); do mkdir ${name}; cd ${name}; done; echo deep > deep.txt`,
  );
  expect(said).toContain("too deep to be copied");
  const [inside = ""] = /: in (.+)$/m.exec(said)?.slice(1) ?? [];
  expect(inside.startsWith(`${place}/top/${name}/`)).toBe(true);
  const found = Bun.spawnSync(["find", ".", "-name", "deep.txt"], { cwd: inside });
  expect(found.stdout.toString()).toEndWith("/deep.txt\n");
});
