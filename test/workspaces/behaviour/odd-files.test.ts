import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmod, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ticketId } from "../../../src/core/ids.ts";
import type { WorktreeOptions } from "../../../src/workspaces/worktree.ts";
import { gitRepositories, testEnvironment } from "../git-repository.ts";
import { filesOn, openWorktree, worktreesOf } from "../open-worktree.ts";
import { never, sampleProject } from "../sample-project.ts";

// Git, and many small files to remove, on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

const repositories = gitRepositories();
afterAll(() => repositories.remove(), 60_000);

const ticket = ticketId("T-1");
const kept = "refs/rehearsal/run-1/kept/T-1/1";

/** A ticket's tree in which commands run. */
async function begun(
  options: Partial<WorktreeOptions> = {},
  settings: readonly (readonly [string, string])[] = [],
) {
  const repository = await repositories.create(sampleProject);
  for (const setting of settings) await repository.git("config", ...setting);
  const workspace = await openWorktree(repository.root, options);
  await workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
  const bash = async (command: string) => {
    const call = { callId: "call", tool: "bash", input: { command } };
    return (await workspace.runTool(ticket, call, never)).text;
  };
  const commit = () => workspace.commit(ticket, "Work", never);
  const merge = async () => {
    const { commit: id, leftovers } = await commit();
    await workspace.merge({ ticketId: ticket, commit: id ?? "", side: null }, never);
    return leftovers;
  };
  const tree = join(options.worktreesRoot ?? worktreesOf(repository.root), "run-1", "T-1");
  return { repository, workspace, bash, commit, merge, tree };
}

describe("nothing that a worker wrote is lost", () => {
  test("where git has cleared away what a snapshot that was cut off had written", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash("echo 1 > one.txt; mkdir sub; echo 2 > sub/two.txt");
    await workspace.commit(ticket, "Work", never);
    // As `git gc --prune=now` does with what no ref names.
    const blob = (await repository.git("hash-object", join(repository.root, "README.md"))).trim();
    expect(blob).toHaveLength(40);
    for (const text of ["1\n", "2\n"]) {
      const id = new Bun.CryptoHasher("sha1").update(`blob ${text.length}\0${text}`).digest("hex");
      await rm(join(repository.root, ".git/objects", id.slice(0, 2), id.slice(2)));
    }
    await bash("echo 3 > three.txt");
    await merge();
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "one.txt": "1\n",
      "sub/two.txt": "2\n",
      "three.txt": "3\n",
    });
  });

  test("where folders stand in the place of our own files beside the tree", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash("echo 1 > one.txt");
    await bash(
      "for own in index index.lock written begun gitconfig; do rm -f ../T-1%$own; mkdir -p ../T-1%$own/deep; done; echo 2 > two.txt",
    );
    await bash("echo 3 > three.txt");
    expect(await merge()).toEqual([]);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "one.txt": "1\n",
      "two.txt": "2\n",
      "three.txt": "3\n",
    });
    expect(await readdir(join(worktreesOf(repository.root), "run-1"))).toEqual([]);
  });

  test("where one of the files that are kept apart has a name that is not UTF-8", async () => {
    const { repository, bash, merge } = await begun();
    await bash(
      "echo '*.out' > .gitignore; echo odd > \"$(printf 'o\\377dd.out')\"; echo plain > plain.out; echo '[x]' > '[x]*.out'",
    );
    await merge();
    const names = await repository.git("ls-tree", "-z", "--name-only", kept);
    expect(names.split("\0").filter((name) => name.endsWith(".out"))).toEqual([
      "[x]*.out",
      "o\ufffddd.out",
      "plain.out",
    ]);
  });

  test("where git refuses a file's name, or can't convert its text", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash(
      "echo '*.u16 working-tree-encoding=UTF-16' > .gitattributes; printf odd > odd.u16; mkdir 'git~1'; echo 1 > \"git~1/it's\"; echo 2 > two.txt",
    );
    expect(await merge()).toEqual([
      { path: "git~1/it's", why: "unreadable" },
      { path: "odd.u16", why: "unreadable" },
    ]);
    const others = {
      ...sampleProject,
      ".gitattributes": "*.u16 working-tree-encoding=UTF-16\n",
      "two.txt": "2\n",
    };
    expect(await filesOn(repository, workspace.branch)).toEqual(others);
    expect(await filesOn(repository, kept)).toEqual({
      ...others,
      "odd.u16": "odd",
      "git%7E1%2Fit%27s": "1\n",
    });
  });

  test("where a pipe stands in a file's place, also of one that git or we would read", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash("mkfifo .gitattributes; ln -s pipe Makefile");
    await bash("mkfifo pipe");
    await workspace.check({ ticketId: ticket, attempt: 1, command: "true" }, never);
    await bash("rm README.md Makefile; mkfifo README.md; echo 1 > one.txt");
    expect(await merge()).toEqual([{ path: "README.md", why: "unreadable" }]);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "one.txt": "1\n",
    });
  });

  test("where pipes and devices stand in the place of git's lists, deep in the tree", async () => {
    const { repository, workspace, bash, merge } = await begun();
    // Only root makes devices; /dev/zero has no end.
    await bash("mkdir -p a/b c; mkfifo a/b/.gitignore; mkfifo c/.gitattributes; echo 1 > a/b/one");
    await bash("mknod c/.gitignore c 1 5; echo 2 > c/two");
    expect(await merge()).toEqual([]);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "a/b/one": "1\n",
      "c/two": "2\n",
    });
  });

  test("in folders that git can't look into, of which it tells at least", async () => {
    const { bash, commit } = await begun();
    await bash(
      "n=$(printf 'e%.0s' $(seq 180)); for i in $(seq 30); do mkdir $n && cd $n; done; echo 1 > deep",
    );
    const { commit: id, leftovers } = await commit();
    expect(id).toBeNull();
    expect(leftovers.map(({ why }) => why)).toEqual(["unreadable"]);
    expect(leftovers[0]?.path).toStartWith("eee");
  });

  test("under the name of .git, where there is no repository", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash("echo 'out/' > .gitignore; mkdir -p out/.git; echo 0 > out/.git/zero");
    await bash("mkdir -p fix/.git/deep t; echo 1 > fix/.git/deep/HEAD; echo 2 > fix/two");
    await bash("echo 'gitdir: ../nowhere' > t/.git; git init -q own; echo 3 > own/three");
    expect(await merge()).toEqual([
      { path: "fix/.git/", why: "unreadable" },
      { path: "t/.git", why: "unreadable" },
    ]);
    const committed = {
      ...sampleProject,
      ".gitignore": "out/\n",
      "fix/two": "2\n",
      "own/three": "3\n",
    };
    expect(await filesOn(repository, workspace.branch)).toEqual(committed);
    expect(await filesOn(repository, kept)).toEqual({
      ...committed,
      "fix%2F%2Egit%2Fdeep%2FHEAD": "1\n",
      "t%2F%2Egit": "gitdir: ../nowhere\n",
    });
  });

  test("in a repository within the tree whose name is not UTF-8", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash("d=$(printf 'n\\377r'); git init -q $d; echo 1 > $d/one.txt");
    expect(await merge()).toEqual([]);
    const names = await repository.git("ls-tree", "-r", "-z", "--name-only", workspace.branch);
    expect(names.split("\0")).toContain("n\ufffdr/one.txt");
  });

  test("where a link is called .git, which stays as it is", async () => {
    const { bash, commit } = await begun();
    await bash("git init -q own; mkdir sub; ln -s ../own/.git sub/.git; echo 1 > sub/one");
    await commit();
    expect(await bash("readlink sub/.git")).toContain("../own/.git");
  });

  test("in repositories of its own, of which some have no file yet", async () => {
    const { repository, workspace, bash, merge } = await begun();
    await bash(
      "git init -q empty; git init -q own; git init -q own/within; echo 1 > own/within/one",
    );
    await bash("cd empty; git -c user.name=a -c user.email=a commit -q --allow-empty -m a");
    await bash("echo 2 > own/two");
    expect(await merge()).toEqual([]);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "own/two": "2\n",
      "own/within/one": "1\n",
    });
  });

  test("where a program of its own writes on once its work was committed", async () => {
    const { repository, workspace, bash, commit } = await begun();
    await bash("echo 1 > one.txt");
    const merge = { ticketId: ticket, commit: (await commit()).commit ?? "", side: null };
    await bash("echo late > late.txt");
    await workspace.merge(merge, never);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "one.txt": "1\n",
    });
    expect(await repository.git("show", `${kept}:late.txt`)).toBe("late\n");
  });

  test("and nothing is kept besides where all that it wrote is merged, also onto other work", async () => {
    const { repository, workspace, bash, commit } = await begun();
    const other = ticketId("T-2");
    await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
    const input = { file_path: "two.txt", content: "2\n" };
    await workspace.runTool(other, { callId: "call", tool: "write", input }, never);
    const second = (await workspace.commit(other, "Work", never)).commit ?? "";
    await bash("echo 1 > one.txt");
    const merging = { commit: (await commit()).commit ?? "", side: null };
    await workspace.merge({ ticketId: other, commit: second, side: null }, never);
    await workspace.check({ ticketId: ticket, attempt: 1, command: "true", merging }, never);
    await workspace.merge({ ticketId: ticket, ...merging }, never);
    expect(await repository.git("for-each-ref", "refs/rehearsal/run-1/kept")).toBe("");
  });

  test("in a commit of its own, where the path of the trees holds a colon", async () => {
    const worktreesRoot = join(await repositories.folder(), "a:b");
    const { repository, workspace, bash } = await begun({ worktreesRoot });
    const commit = "git -c user.name=W -c user.email=w@localhost commit -qam aside";
    await bash(`git switch -q -c aside; echo aside > README.md; ${commit}; git switch -q -`);
    await workspace.close();
    const log = await repository.git("log", "--format=%s", kept);
    expect(log.trim().split("\n")).toContain("aside");
  });

  test("in folders and files that the worker closed for all", async () => {
    const { repository, workspace, bash, tree, merge } = await begun();
    await bash("mkdir -p in/deep; echo 1 > in/deep/one.txt; echo 2 > two.txt; echo 3 > three.txt");
    for (const path of ["in/deep", "in", "two.txt", ""]) await chmod(join(tree, path), 0);
    expect(await bash("echo on")).toBe("on\n");
    expect(await merge()).toEqual([]);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "in/deep/one.txt": "1\n",
      "two.txt": "2\n",
      "three.txt": "3\n",
    });
  });

  test("where the repository's settings are those of another disk", async () => {
    const { repository, workspace, bash, merge, tree } = await begun({}, [
      ["core.ignorecase", "true"],
      ["core.filemode", "false"],
    ]);
    await bash("echo other > readme.md; echo 1 > run.sh; chmod +x run.sh");
    expect(await readdir(join(tree, ".."))).not.toContainEqual(
      expect.stringContaining("probe") as string,
    );
    await merge();
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "readme.md": "other\n",
      "run.sh": "1\n",
    });
    expect(await repository.git("ls-tree", workspace.branch, "run.sh")).toStartWith("100755 ");
  });
});

describe("where the user has a part of the repository checked out", () => {
  const sparse = async () => {
    const repository = await repositories.create({ ...sampleProject, "far/off.txt": "off\n" });
    await repository.git("sparse-checkout", "set", "--cone", "src");
    const workspace = await openWorktree(repository.root);
    const ticketOf = async (id: string, command: string) => {
      const ticketOther = ticketId(id);
      const bash = async (line: string) => {
        const call = { callId: "call", tool: "bash", input: { command: line } };
        return (await workspace.runTool(ticketOther, call, never)).text;
      };
      const prepared = { ticketId: ticketOther, attempt: 1, fresh: true, files: [] };
      await workspace.prepare(prepared, never);
      const said = await bash(command);
      const merge = async () => {
        const { commit } = await workspace.commit(ticketOther, "Work", never);
        const merging = { commit: commit ?? "", side: null };
        const check = { ticketId: ticketOther, attempt: 1, merging };
        const checked = await workspace.check({ ...check, command: "cat far/*" }, never);
        await workspace.merge({ ticketId: ticketOther, ...merging }, never);
        return checked.output;
      };
      return { said, bash, merge };
    };
    const place = worktreesOf(repository.root);
    return { repository, workspace, ticketOf, place };
  };

  test("a ticket has besides what others, and it itself, have made elsewhere", async () => {
    const { repository, workspace, ticketOf } = await sparse();
    const early = await ticketOf("T-1", "ls far; mkdir -p far; echo 1 > far/one.txt");
    const late = await ticketOf("T-2", "mkdir -p far; echo 2 > far/two.txt");
    expect(early.said).toContain("No such file");
    expect(await early.merge()).toBe("1\n");
    expect(await late.merge()).toBe("1\n2\n");
    expect((await ticketOf("T-3", "cat far/*")).said).toBe("1\n2\n");
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "far/off.txt": "off\n",
      "far/one.txt": "1\n",
      "far/two.txt": "2\n",
    });
  });

  test("the rest is not deleted where a tree's index was lost", async () => {
    const { repository, workspace, ticketOf, place } = await sparse();
    const { merge } = await ticketOf("T-1", "mkdir far; echo 1 > far/one.txt");
    await rm(join(place, "run-1", "T-1%index"));
    await merge();
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "far/off.txt": "off\n",
      "far/one.txt": "1\n",
    });
  });
});

test("what a worker sets for all repositories is not the user's, whose settings it has", async () => {
  const home = await repositories.folder();
  const own = "[user]\n\tname = Ada\n\temail = ada@localhost\n[alias]\n\thi = log -1 --format=%s\n";
  await Bun.write(join(home, ".gitconfig"), own);
  const { GIT_CONFIG_GLOBAL: _global, ...rest } = testEnvironment;
  const { bash, workspace } = await begun({ environment: { ...rest, HOME: home } });
  expect(await bash("git hi; git config user.name")).toBe("start\nAda\n");
  const change =
    "git config --global user.name Mallory; git config --global core.hooksPath /tmp; git config core.hooksPath";
  expect(await bash(change)).toBe("/tmp\n");
  expect(await readFile(join(home, ".gitconfig"), "utf8")).toBe(own);
  await workspace.close();
});
