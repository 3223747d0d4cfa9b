import { afterAll, describe, expect, test } from "bun:test";
import { chmod, exists, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ticketId } from "../../src/core/ids.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { type WorktreeOptions, type WorktreeWorkspace } from "../../src/workspaces/worktree.ts";
import { gitRepositories, testEnvironment, type GitRepository } from "./git-repository.ts";
import { filesOn, openWorktree as open, preparedWorktrees, worktreesOf } from "./open-worktree.ts";
import { never, sampleProject } from "./sample-project.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove(), 60_000);

const ticket = ticketId("T-1");
describe("the git worktree alone", () => {
  const tool = (workspace: WorktreeWorkspace, name: string, input: JsonObject, signal = never) =>
    workspace.runTool(ticket, { callId: "call", tool: name, input }, signal);
  const bash = (workspace: WorktreeWorkspace, command: string, signal = never) =>
    tool(workspace, "bash", { command }, signal);
  const prepare = (workspace: WorktreeWorkspace, files: readonly string[] = []) =>
    workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files }, never);
  const copies = preparedWorktrees(repositories);
  const prepared = async (options?: Partial<WorktreeOptions>) => {
    const { repository, workspace } =
      options === undefined ? await copies(sampleProject, [ticket]) : await preparedWith(options);
    return { repository, workspace, tree: join(worktreesOf(repository.root), "run-1", "T-1") };
  };
  const preparedWith = async (options: Partial<WorktreeOptions>) => {
    const repository = await repositories.create(sampleProject);
    const workspace = await open(repository.root, options);
    await prepare(workspace);
    return { repository, workspace };
  };
  const commitAndMerge = async (workspace: WorktreeWorkspace) => {
    const commit = (await workspace.commit(ticket, "Work", never)).commit ?? "";
    return workspace.merge({ ticketId: ticket, commit, side: null }, never);
  };

  test("never touches the user's tree, index or branch, however dirty they are", async () => {
    const repository = await repositories.create(sampleProject);
    const { root, git } = repository;
    await repository.write({ "README.md": "# Mine\n", "staged.txt": "1", "untracked.txt": "2" });
    await git("add", "staged.txt");
    const look = async () => ({
      status: await git("--no-optional-locks", "status", "--porcelain=v2", "--branch"),
      index: new Bun.CryptoHasher("sha256")
        .update(await readFile(join(root, ".git/index")))
        .digest("hex"),
      head: await readFile(join(root, ".git/HEAD"), "utf8"),
      branch: await git("rev-parse", "main"),
      text: await readFile(join(root, "README.md"), "utf8"),
    });
    const before = await look();
    const workspace = await open(root);
    await workspace.survey(never);
    await prepare(workspace);
    expect((await tool(workspace, "read", { file_path: "README.md" })).text).toBe("# Sample\n");
    await bash(workspace, "echo theirs > README.md; git add -A; git status");
    await commitAndMerge(workspace);
    await workspace.close();
    expect(await look()).toEqual(before);
  });

  test("leaves nothing but the run's branch when it is closed", async () => {
    const { repository, workspace, tree } = await prepared();
    await workspace.prepare(
      { ticketId: ticketId("odd..id.lock"), attempt: 1, fresh: true, files: [] },
      never,
    );
    await workspace.close();
    expect(await exists(tree)).toBe(false);
    const refs = await repository.git("for-each-ref", "--format=%(refname)", "refs/heads");
    expect(refs).toBe("refs/heads/main\nrefs/heads/rehearsal/run-1\n");
    expect((await repository.git("worktree", "list")).trim().split("\n")).toHaveLength(1);
  });

  test("is closed whatever a crash or a worker left among its trees", async () => {
    const { workspace, tree } = await prepared();
    for (const name of ["T-1%index", "T-1%index.lock", "not a ticket", ".hidden"])
      await Bun.write(join(tree, "..", name), "");
    await workspace.close();
    expect(await exists(join(tree, ".."))).toBe(false);
  });

  test("a repository within the tree is committed as files, one in another and its own commits or not", async () => {
    const { repository, workspace } = await prepared();
    const commit = "git -c user.name=W -c user.email=w@localhost commit -qm inner";
    await bash(
      workspace,
      `git init -q 'some sub' && cd 'some sub' && echo 1 > one.txt && git add -A && ${commit}; git init -q deep; echo 2 > deep/two.txt`,
    );
    await commitAndMerge(workspace);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "some sub/one.txt": "1\n",
      "some sub/deep/two.txt": "2\n",
    });
    await workspace.close();
  });

  test("commits text with mixed line ends where the user has git refuse it", async () => {
    const { repository, workspace } = await prepared();
    await repository.git("config", "core.safecrlf", "true");
    await repository.git("config", "core.autocrlf", "true");
    await bash(workspace, "printf 'a\nb\r\n' > mixed.txt");
    await commitAndMerge(workspace);
    expect(await repository.git("show", `${workspace.branch}:mixed.txt`)).toContain("a\n");
    await workspace.close();
  });

  describe("whatever a worker does by git", () => {
    test("changes nothing of the user's repository", async () => {
      const { repository, workspace } = await prepared();
      const { root, git } = repository;
      await repository.write({ "README.md": "# Mine\n" });
      await git("-c", "user.name=U", "-c", "user.email=u@localhost", "stash");
      const look = async () => ({
        refs: await git("for-each-ref", "refs/heads/main", "refs/stash", "refs/tags"),
        branches: await git("branch", "--list"),
        config: await readFile(join(root, ".git/config"), "utf8"),
        head: await readFile(join(root, ".git/HEAD"), "utf8"),
        hooks: await readdir(join(root, ".git/hooks")),
        worktrees: await git("worktree", "list"),
      });
      const before = await look();
      for (const command of [
        "git stash pop",
        "git stash drop",
        "git tag mine",
        "git branch -f main HEAD~0",
        "git branch other",
        "git update-ref refs/heads/main $(git commit-tree -m x HEAD^{tree})",
        "git update-ref -d refs/heads/main",
        "git config user.name Mallory",
        'echo evil > "$(git rev-parse --git-path hooks)/pre-commit"',
        "git gc --prune=now --quiet",
        "git worktree prune",
        "git checkout -q -b mine",
      ])
        await bash(workspace, command);
      expect(await look()).toEqual(before);
      await commitAndMerge(workspace).catch(() => undefined);
      expect(await git("fsck", "--connectivity-only", "--no-dangling")).toBe("");
    });

    test("makes no later command of ours execute anything", async () => {
      const { repository, workspace } = await prepared();
      const mark = join(repository.root, "..", `executed-${Bun.hash(repository.root)}`);
      await bash(
        workspace,
        `git config core.fsmonitor 'touch ${mark}'; git config core.hooksPath "$PWD/hooks"; mkdir hooks
         printf '#!/bin/sh\ntouch ${mark}\n' | tee hooks/post-index-change hooks/pre-commit > .git/hooks/reference-transaction
         chmod +x hooks/* .git/hooks/*; git config filter.x.clean 'touch ${mark}; cat'; git config filter.x.smudge 'touch ${mark}; cat'
         git config merge.x.driver 'touch ${mark}'; git config diff.external 'touch ${mark}'
         echo '* filter=x merge=x' > .gitattributes; rm -f ${mark}; echo new > new.txt`,
      );
      await rm(mark, { force: true });
      await commitAndMerge(workspace);
      await workspace.close();
      expect(await exists(mark)).toBe(false);
      expect(Object.keys(await filesOn(repository, workspace.branch))).toContain("new.txt");
    });

    test("nor a script of the tree that the user's filter names", async () => {
      const repository = await repositories.create({
        "filter.sh": "#!/bin/sh\ntr a-z A-Z\n",
        ".gitattributes": "*.up filter=up\n",
        "a.up": "",
      });
      await repository.git("config", "filter.up.clean", "sh ./filter.sh");
      const workspace = await open(repository.root);
      await prepare(workspace);
      const mark = join(repository.root, "..", `filtered-${Bun.hash(repository.root)}`);
      await bash(workspace, `echo 'touch ${mark}; cat' > filter.sh; echo loud > a.up`);
      await commitAndMerge(workspace);
      expect(await exists(mark)).toBe(false);
      expect((await filesOn(repository, workspace.branch))["a.up"]).toBe("LOUD\n");
    });

    test("and no command of its shell reaches rehearsal's own configuration", async () => {
      const { repository, workspace } = await prepared();
      await bash(
        workspace,
        "mkdir .rehearsal; echo 1 > .rehearsal/x; echo 2 > Rehearsal.config.ts; echo 3 > a.txt",
      );
      const refused = await tool(workspace, "write", {
        file_path: "./rehearsal.config.ts",
        content: "",
      });
      expect(refused).toMatchObject({
        isError: true,
        text: expect.stringContaining("belongs to rehearsal"),
      });
      await commitAndMerge(workspace);
      expect(await filesOn(repository, workspace.branch)).toEqual({
        ...sampleProject,
        "a.txt": "3\n",
      });
    });
  });

  describe("keeps in a ref of the run", () => {
    const kept = (repository: GitRepository, number = 1) =>
      filesOn(repository, `refs/rehearsal/run-1/kept/T-1/${number}`);

    test("what a ticket that never merged had made, and the commits of its own", async () => {
      const { repository, workspace } = await prepared();
      const commit = "git -c user.name=W -c user.email=w@localhost commit -qam aside";
      await bash(
        workspace,
        `git switch -q -c aside; echo aside > README.md; ${commit}; git switch -q --detach HEAD~1`,
      );
      await bash(workspace, "echo half > half.txt");
      await workspace.close();
      expect(await kept(repository)).toEqual({ ...sampleProject, "half.txt": "half\n" });
      const log = await repository.git("log", "--format=%s", "refs/rehearsal/run-1/kept/T-1/1");
      expect(log.trim().split("\n")).toContain("aside");
    });

    test("what each attempt that starts afresh leaves behind, and nothing where there is nothing", async () => {
      const { repository, workspace } = await prepared();
      await prepare(workspace);
      await bash(workspace, "echo 1 > one.txt");
      await prepare(workspace);
      await bash(workspace, "echo 2 > two.txt");
      await workspace.close();
      expect(await kept(repository, 1)).toEqual({ ...sampleProject, "one.txt": "1\n" });
      expect(await kept(repository, 2)).toEqual({ ...sampleProject, "two.txt": "2\n" });
    });

    test("what is left of an attempt beside what others left, also where somebody has deleted some of that", async () => {
      const { repository, workspace } = await prepared();
      for (const number of [1, 2]) {
        await bash(workspace, `echo ${number} > file.txt`);
        await prepare(workspace);
      }
      await repository.git("update-ref", "-d", "refs/rehearsal/run-1/kept/T-1/1");
      await bash(workspace, "echo 3 > file.txt");
      await workspace.close();
      expect(await kept(repository, 2)).toMatchObject({ "file.txt": "2\n" });
      expect(await kept(repository, 3)).toMatchObject({ "file.txt": "3\n" });
    });

    test("what is ignored and was meant, once the rest is merged", async () => {
      const { repository, workspace } = await prepared();
      await bash(workspace, "echo local > .gitignore");
      await tool(workspace, "write", { file_path: "local", content: "secret" });
      await commitAndMerge(workspace);
      expect(await kept(repository)).toMatchObject({ local: "secret" });
      expect(Object.keys(await filesOn(repository, workspace.branch))).not.toContain("local");
    });
  });

  test("what setup and checks leave is not the worker's, and what is too large is kept apart", async () => {
    const setupCommand = "echo setup > lock.json; mkdir .venv; echo py > .venv/python";
    const { repository, workspace } = await prepared({ setupCommand });
    await bash(
      workspace,
      "echo 1 > one.txt; mkdir lib lib/__pycache__; echo x > lib/__pycache__/x.pyc",
    );
    // A fixture: somebody meant it.
    const fixture = "test/__pycache__/old.pyc";
    await tool(workspace, "write", { file_path: fixture, content: "kept" });
    const command = "mkdir coverage; echo half > coverage/index.html; echo more >> lock.json";
    await workspace.check({ ticketId: ticket, attempt: 1, command }, never);
    const { leftovers } = await workspace.commit(ticket, "Work", never);
    expect(leftovers).toEqual([{ path: "lib/__pycache__/", why: "packages" }]);
    await bash(workspace, "echo __pycache__ > lib/.gitignore; truncate -s 52428801 big.bin");
    const large = [{ path: "big.bin", why: "large", bytes: 52_428_801 } as const];
    expect((await workspace.commit(ticket, "Work", never)).leftovers).toEqual(large);
    await commitAndMerge(workspace);
    const kept = "refs/rehearsal/run-1/kept/T-1/1:big.bin";
    expect(await repository.git("cat-file", "-s", kept)).toBe("52428801\n");
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "one.txt": "1\n",
      "lib/.gitignore": "__pycache__\n",
      [fixture]: "kept",
    });
  });

  test("removes a ticket's tree and branch once it is merged", async () => {
    const { repository, workspace, tree } = await prepared();
    await bash(workspace, "echo new > new.txt");
    await commitAndMerge(workspace);
    expect(await exists(tree)).toBe(false);
    expect(await repository.git("branch", "--list", "rehearsal-ticket/*")).toBe("");
  });

  test("goes on in its trees where the repository has moved, and git works in them", async () => {
    const { repository, tree } = await prepared();
    const moved = `${repository.root}-moved`;
    await rename(repository.root, moved);
    const workspace = await open(moved, { worktreesRoot: dirname(dirname(tree)) });
    expect((await bash(workspace, "git log -1 --format=%s && git status --short")).text).toBe(
      "start\n",
    );
  });

  test("makes each tree anew where a crash left half of one", async () => {
    const { repository, workspace, tree } = await prepared();
    await repository.git("update-ref", "-d", "refs/rehearsal/run-1/tree/T-1");
    await rm(join(tree, "README.md"));
    await prepare(workspace);
    expect((await tool(workspace, "read", { file_path: "README.md" })).isError).toBe(false);
  });

  test("makes a tree anew where someone cleared the cache, and keeps what was written there", async () => {
    const { repository, workspace, tree } = await prepared();
    await bash(
      workspace,
      "mkdir deep; echo long > deep/work.txt; rm src/zero.ts; echo '# Mine' > README.md",
    );
    await rm(tree, { recursive: true });
    await expect(bash(workspace, "true")).rejects.toThrow("The tree of ticket T-1 was deleted");
    const next = { ticketId: ticket, attempt: 2, fresh: false, files: [] };
    await expect(workspace.prepare(next, never)).rejects.toThrow("the ticket begins again");
    await prepare(workspace);
    expect((await bash(workspace, "cat README.md")).text).toBe("# Sample\n");
    const { "src/zero.ts": _deleted, ...others } = sampleProject;
    expect(await filesOn(repository, "refs/rehearsal/run-1/kept/T-1/1")).toEqual({
      ...others,
      "README.md": "# Mine\n",
      "deep/work.txt": "long\n",
    });
  });

  test("commits as Rehearsal where git knows nobody, and as the user where it does", async () => {
    const { repository, workspace } = await prepared();
    const own = "echo 1 > one.txt; git add -A; git commit -qm own; git log -1 --format=%an";
    expect((await bash(workspace, own)).text).toBe("Rehearsal\n");
    await commitAndMerge(workspace);
    const author = () => repository.git("log", "-1", "--format=%an <%ae>, %cn", workspace.branch);
    expect(await author()).toBe("Rehearsal <rehearsal@localhost>, Rehearsal\n");
    // Not in the repository's own settings, as where a file is included for some folders alone.
    const settings = { GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Ada" };
    const email = { GIT_CONFIG_KEY_1: "user.email", GIT_CONFIG_VALUE_1: "ada@localhost" };
    const environment = { ...testEnvironment, GIT_CONFIG_COUNT: "2", ...settings, ...email };
    const later = await open(repository.root, { environment });
    await prepare(later);
    expect((await bash(later, own.replace("one", "two"))).text).toBe("Ada\n");
    await commitAndMerge(later);
    expect(await author()).toBe("Ada <ada@localhost>, Ada\n");
  });

  test("says in the merged commit whose it is", async () => {
    const { repository, workspace } = await prepared();
    await bash(workspace, "echo 1 > one.txt");
    const commit = (await workspace.commit(ticket, "Add one\n\nBecause.", never)).commit ?? "";
    await workspace.merge({ ticketId: ticket, commit, side: null }, never);
    expect(await repository.git("log", "-1", "--format=%B", workspace.branch)).toBe(
      `Add one\n\nBecause.\n\nRehearsal-Ticket: T-1\nRehearsal-Commit: ${commit}\n\n`,
    );
  });

  test("runs no hook and asks for no signature", async () => {
    const repository = await repositories.create(sampleProject);
    const hooks = join(repository.root, ".git/hooks");
    for (const hook of ["pre-commit", "post-checkout", "reference-transaction", "post-commit"]) {
      await Bun.write(
        join(hooks, hook),
        `#!/bin/sh\necho ${hook} >> ${repository.root}/hooked\nexit 1\n`,
      );
      await chmod(join(hooks, hook), 0o755);
    }
    await repository.git("config", "commit.gpgSign", "true");
    await repository.git("config", "gpg.program", "false");
    const workspace = await open(repository.root);
    await prepare(workspace);
    await bash(workspace, "echo 1 > one.txt");
    await commitAndMerge(workspace);
    expect(await exists(join(repository.root, "hooked"))).toBe(false);
  });

  test("commits the tree's files even where its .git was tampered with", async () => {
    const { repository, workspace } = await prepared();
    const other = await repositories.create({ "other.txt": "other" });
    await bash(workspace, `echo new > new.txt; echo "gitdir: ${other.root}/.git" > .git`);
    await commitAndMerge(workspace);
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      "new.txt": "new\n",
    });
    expect(await other.git("log", "--format=%s")).toBe("start\n");
  });

  test("takes one commit from the base, whatever the worker committed itself", async () => {
    const { repository, workspace } = await prepared();
    const commit = "git -c user.name=W -c user.email=w@localhost commit -qam worker";
    await bash(workspace, `echo 1 > README.md; ${commit}; echo 2 > README.md`);
    await commitAndMerge(workspace);
    expect(await repository.git("log", "--format=%s", `main..${workspace.branch}`)).toBe("Work\n");
    expect(await repository.git("show", `${workspace.branch}:README.md`)).toBe("2\n");
  });

  test("git in the tree shows what came since the commit", async () => {
    const { workspace } = await prepared();
    await bash(workspace, "echo 1 > one.txt");
    await workspace.commit(ticket, "One", never);
    expect((await bash(workspace, "git status --porcelain")).text).toBe("(no output)");
    await bash(workspace, "echo 2 > two.txt");
    expect((await bash(workspace, "git status --porcelain")).text).toBe("?? two.txt\n");
  });

  test("refuses links that lead out, and git's own through a link", async () => {
    const { repository, workspace, tree } = await prepared();
    await symlink("/etc", join(tree, "out"));
    await symlink(join(repository.root, "README.md"), join(tree, "readme"));
    await symlink(join(tree, "dangling-target-outside/../../x"), join(tree, "dangling"));
    await symlink(".git", join(tree, "inside"));
    for (const path of ["out/passwd", "readme", "out", "dangling"])
      expect(await tool(workspace, "read", { file_path: path })).toEqual({
        text: `path "${path}" is outside the session's working directory`,
        isError: true,
      });
    const written = await tool(workspace, "write", { file_path: "dangling", content: "x" });
    expect(written.isError).toBe(true);
    expect((await tool(workspace, "write", { file_path: "inside", content: "x" })).text).toContain(
      "belongs to git",
    );
    expect((await tool(workspace, "grep", { pattern: "root", path: "out" })).isError).toBe(true);
    const context = await workspace.prepare(
      { ticketId: ticket, attempt: 1, fresh: false, files: ["out/passwd", "readme", "inside"] },
      never,
    );
    expect(context.documents).toEqual([]);
  });

  test("an abort ends the command and all its children, even one that ignores SIGTERM", async () => {
    const { workspace, tree } = await prepared();
    const stop = new AbortController();
    const running = bash(
      workspace,
      "trap '' TERM; (echo $BASHPID > child; while :; do sleep 0.01; done) & echo started; wait",
      stop.signal,
    );
    while (
      !(
        await Bun.file(join(tree, "child"))
          .text()
          .catch(() => "")
      ).endsWith("\n")
    )
      await Bun.sleep(5);
    const child = Number(await readFile(join(tree, "child"), "utf8"));
    stop.abort();
    expect(await running).toEqual({
      text: "started\nThe command was stopped before it ended.",
      isError: true,
    });
    expect(await isGone(child)).toBe(true);
  });

  test("all that runs, with its children, is killed in one call that does not wait", async () => {
    const { workspace, tree } = await prepared();
    const running = bash(
      workspace,
      "trap '' TERM; (echo $BASHPID > child; while :; do sleep 0.01; done) & wait",
    );
    const child = join(tree, "child");
    const pid = () => readFile(child, "utf8").catch(() => "");
    while (!(await pid()).endsWith("\n")) await Bun.sleep(5);
    workspace.killAll();
    expect(await isGone(Number(await pid()))).toBe(true);
    expect(await running).toEqual({ text: "The command was killed by a signal.", isError: true });
    workspace.killAll();
  });

  test("what a command left running does not outlive it, nor hold its answer back", async () => {
    const { workspace, tree } = await prepared();
    const { text } = await bash(workspace, "sleep 1000 & echo $! | tee child");
    expect(text).toBe(await readFile(join(tree, "child"), "utf8"));
    expect(await isGone(Number(text))).toBe(true);
  });

  test("a child in a session of its own does not hold the answer back", async () => {
    const { workspace, tree } = await prepared();
    const { text } = await bash(
      workspace,
      "setsid bash -c 'echo $$ > child; sleep 1000' & until [ -s child ]; do :; done; echo done",
    );
    expect(text).toBe("done\n");
    const child = Number(await readFile(join(tree, "child"), "utf8"));
    process.kill(child, 0);
    workspace.killAll();
    expect(await isGone(child)).toBe(true);
  });

  test("what an earlier process left running is ended before the trees are used again", async () => {
    const { repository, workspace, tree } = await prepared();
    await bash(
      workspace,
      "setsid bash -c 'env -i sleep 1000 & echo $! > child; sleep 1000' & until [ -s child ]; do :; done",
    );
    const child = Number(await readFile(join(tree, "child"), "utf8"));
    const other = await open((await repositories.create(sampleProject)).root);
    other.killAll();
    process.kill(child, 0);
    await open(repository.root);
    expect(await isGone(child)).toBe(true);
  });

  test("a command sees no secret and no standard input", async () => {
    const { workspace } = await prepared({
      environment: {
        ...testEnvironment,
        ANTHROPIC_API_KEY: "secret",
        OPENAI_API_KEY: "secret",
        AWS_SECRET_ACCESS_KEY: "secret",
        LC_TOKEN: "secret",
        GITHUB_TOKEN: "secret",
        LC_ALL: "C",
      },
    });
    const { text } = await bash(workspace, "env; cat; echo end");
    expect(text).not.toContain("secret");
    expect(text).toContain("LC_ALL=C\n");
    expect(text).toContain("TERM=dumb\n");
    expect(text).toEndWith("end\n");
  });

  test("a command gets what the project names, and finds the repository", async () => {
    const { workspace, repository } = await prepared({
      environment: { ...testEnvironment, DATABASE_TOKEN: "named", HTTPS_PROXY: "http://u:p@proxy" },
      variables: { pass: ["DATABASE_*"], set: { CI: "1", TERM: "xterm" } },
    });
    const { text } = await bash(workspace, "env");
    for (const line of [
      "DATABASE_TOKEN=named",
      "CI=1",
      "TERM=xterm",
      "HTTPS_PROXY=http://u:p@proxy",
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toContain(`REHEARSAL_REPOSITORY=${repository.root}\n`);
  });

  test("runs the setup command once in each new tree", async () => {
    const { workspace } = await prepared({
      setupCommand: "mkdir node_modules; echo x >> node_modules/set-up",
    });
    await workspace.prepare({ ticketId: ticket, attempt: 2, fresh: false, files: [] }, never);
    expect((await bash(workspace, "cat node_modules/set-up")).text).toBe("x\n");
  });

  test("tells the setup command where the user's own checkout is", async () => {
    const repository = await repositories.create({ ".gitignore": "local.txt\n" });
    await repository.write({ "local.txt": "mine" });
    const workspace = await open(repository.root, {
      setupCommand: 'cp "$REHEARSAL_ROOT/local.txt" .',
    });
    await workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
    const call = { callId: "c", tool: "read", input: { file_path: "local.txt" } };
    expect((await workspace.runTool(ticket, call, never)).text).toContain("mine");
  });

  test("a setup command that fails says what it printed, and leaves no tree to go on with", async () => {
    const repository = await repositories.create(sampleProject);
    const workspace = await open(repository.root, { setupCommand: "echo broken; exit 4" });
    await expect(prepare(workspace)).rejects.toThrow(
      /setup command failed.*\nbroken\nExit code 4\.\n/s,
    );
    await prepare(workspace).catch(() => undefined);
    await expect(bash(workspace, "true")).rejects.toThrow("was deleted");
  });

  test("a write that a killed process left half done is nobody's work", async () => {
    const { repository, workspace } = await prepared();
    const leftover = ".tmp-1-5b5e97bb-2cc4-4875-a5f5-b73a99c1e14b";
    await bash(workspace, `mkdir made && echo half > made/${leftover} && echo whole > made/a.txt`);
    await commitAndMerge(workspace);
    const names = await repository.git("ls-tree", "-r", "--name-only", workspace.branch, "made");
    expect(names.trim()).toBe("made/a.txt");
  });

  test("keeps the bytes of what is not text, and takes one side of it whole", async () => {
    const { repository, workspace } = await prepared();
    const other = ticketId("T-2");
    await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
    const make = (id: typeof ticket, command: string) =>
      workspace.runTool(id, { callId: "call", tool: "bash", input: { command } }, never);
    await make(ticket, "printf 'a\\0\\377b' > data.bin; chmod +x README.md");
    await make(other, "printf 'c\\0\\376d' > data.bin");
    await commitAndMerge(workspace);
    const commit = (await workspace.commit(other, "Other", never)).commit ?? "";
    expect(await workspace.compare(other, commit, never)).toEqual({
      conflicts: ["data.bin"],
      moved: true,
    });
    await workspace.merge({ ticketId: other, commit, side: "ticket" }, never);
    const hash = await repository.git("rev-parse", `${workspace.branch}:data.bin`);
    expect(hash).toBe(await repository.git("rev-parse", `${commit}:data.bin`));
    expect(await repository.git("ls-tree", workspace.branch, "README.md")).toStartWith("100755");
  });

  test.each(["sha1", "sha256"] as const)(
    "a file that one side removed and the other changed goes with the winner (%s)",
    async (objectFormat) => {
      const repository = await repositories.create(sampleProject, objectFormat);
      const workspace = await open(repository.root);
      const other = ticketId("T-2");
      await prepare(workspace);
      await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
      await bash(workspace, "echo changed > README.md");
      const input = { command: "rm README.md" };
      await workspace.runTool(other, { callId: "call", tool: "bash", input }, never);
      await commitAndMerge(workspace);
      const commit = (await workspace.commit(other, "Other", never)).commit ?? "";
      await workspace.merge({ ticketId: other, commit, side: "ticket" }, never);
      expect(Object.keys(await filesOn(repository, workspace.branch))).not.toContain("README.md");
    },
  );

  test.each(["branch", "ticket"] as const)(
    "a file that one side made a program stays one where the lines of the %s win",
    async (side) => {
      const { repository, workspace } = await prepared();
      const other = ticketId("T-2");
      await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
      await bash(
        workspace,
        "chmod +x README.md; echo branch > README.md; printf '\\0b' > src/lines.txt",
      );
      const input = {
        command: "echo ticket > README.md; chmod +x src/lines.txt; printf '\\0t' > src/lines.txt",
      };
      await workspace.runTool(other, { callId: "call", tool: "bash", input }, never);
      await commitAndMerge(workspace);
      const commit = (await workspace.commit(other, "Other", never)).commit ?? "";
      await workspace.merge({ ticketId: other, commit, side }, never);
      const listed = await repository.git(
        "ls-tree",
        workspace.branch,
        "README.md",
        "src/lines.txt",
      );
      expect(listed.match(/^100755 /gm)).toHaveLength(2);
      expect(await repository.git("show", `${workspace.branch}:README.md`)).toBe(`${side}\n`);
    },
  );

  test("a file renamed by both takes the winner's name", async () => {
    const { repository, workspace } = await prepared();
    const other = ticketId("T-2");
    await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
    await bash(workspace, "mv src/lines.txt src/ours.txt");
    await workspace.runTool(
      other,
      { callId: "call", tool: "bash", input: { command: "mv src/lines.txt src/theirs.txt" } },
      never,
    );
    await commitAndMerge(workspace);
    const commit = (await workspace.commit(other, "Other", never)).commit ?? "";
    expect(await workspace.compare(other, commit, never)).not.toMatchObject({ conflicts: [] });
    await workspace.merge({ ticketId: other, commit, side: "ticket" }, never);
    const { "src/lines.txt": text, ...kept } = sampleProject;
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...kept,
      "src/theirs.txt": text ?? "",
    });
  });

  test("tickets prepared and merged at the same time all arrive", async () => {
    const { repository, workspace } = await prepared();
    const ids = ["A", "B", "C", "D"].map(ticketId);
    await Promise.all(
      ids.map(async (id) => {
        await workspace.prepare({ ticketId: id, attempt: 1, fresh: true, files: [] }, never);
        const input = { file_path: `${id}.txt`, content: id };
        await workspace.runTool(id, { callId: "call", tool: "write", input }, never);
        const commit = (await workspace.commit(id, id, never)).commit ?? "";
        await workspace.merge({ ticketId: id, commit, side: null }, never);
      }),
    );
    expect(await filesOn(repository, workspace.branch)).toEqual({
      ...sampleProject,
      ...Object.fromEntries(ids.map((id) => [`${id}.txt`, id])),
    });
    expect(await repository.git("rev-list", "--merges", workspace.branch)).toBe("");
  });

  test("refuses to move the run's branch where someone works on it", async () => {
    const { repository, workspace } = await prepared();
    await bash(workspace, "echo 1 > one.txt");
    const commit = (await workspace.commit(ticket, "One", never)).commit ?? "";
    await repository.git("switch", "--quiet", workspace.branch);
    const merge = { ticketId: ticket, commit, side: null } as const;
    await expect(workspace.merge(merge, never)).rejects.toThrow("is checked out in");
    await workspace.merge(merge, never).catch(() => undefined);
    await repository.git("switch", "--quiet", "main");
    expect(await workspace.merge(merge, never)).toHaveLength(40);
  });

  test("a run's branch that git refuses says why", async () => {
    const repository = await repositories.create(sampleProject);
    await repository.git("branch", "rehearsal");
    const workspace = await open(repository.root);
    await expect(workspace.survey(never)).rejects.toThrow(/git update-ref failed[^]*rehearsal/);
  });

  test("starts where it was told to, and from a folder within the tree", async () => {
    const repository = await repositories.create(sampleProject);
    const start = (await repository.git("rev-parse", "HEAD")).trim();
    await mkdir(join(repository.root, "sub"));
    const identity = ["-c", "user.name=T", "-c", "user.email=t@localhost"];
    await repository.git(...identity, "commit", "--quiet", "--allow-empty", "-m", "later");
    const workspace = await open(join(repository.root, "sub"), { baseCommit: start });
    // A process that is killed before its run did anything leaves nothing.
    expect(await repository.git("branch", "--list", "rehearsal/*")).toBe("");
    await workspace.survey(never);
    expect((await repository.git("rev-parse", workspace.branch)).trim()).toBe(start);
  });

  test("a branch that is gone is not made anew where the run began, which would lose what was merged", async () => {
    const { repository, workspace } = await prepared();
    await repository.git("branch", "-D", workspace.branch);
    const again = await open(repository.root);
    await expect(again.survey(never)).rejects.toThrow();
    expect(await repository.git("branch", "--list", "rehearsal/*")).toBe("");
  });

  test("the path of a repository may hold line ends and quotes", async () => {
    const { root } = await repositories.create(sampleProject);
    const odd = `${root}\n"new"\n`;
    await rename(root, odd);
    const workspace = await open(odd, { worktreesRoot: worktreesOf(root) });
    await prepare(workspace);
    // It finds the repository's commits.
    expect(await bash(workspace, "git log --format=%s")).toMatchObject({ text: "start\n" });
  });

  describe("in a repository that was put back without the run's refs,", () => {
    const loseRefs = async ({ git }: GitRepository) => {
      const below = ["refs/rehearsal/", "refs/heads/rehearsal/"];
      const listed = await git("for-each-ref", "--format=%(refname)", ...below);
      for (const ref of listed.trim().split("\n")) await git("update-ref", "-d", ref);
    };

    test("what was merged is on its branch again, and what a tree held is kept", async () => {
      const { repository, workspace } = await prepared();
      await bash(workspace, "echo 1 > one.txt");
      const commit = (await workspace.commit(ticket, "One", never)).commit ?? "";
      const merge = { ticketId: ticket, commit, side: null } as const;
      const head = await workspace.merge(merge, never);
      await prepare(workspace);
      await bash(workspace, "echo 2 > two.txt; echo 3 > three.txt; git add two.txt");
      await loseRefs(repository);
      const again = await open(repository.root, { lastHead: head });
      await prepare(again);
      expect((await repository.git("rev-parse", again.branch)).trim()).toBe(head);
      // It is known to be merged, and is not merged once more.
      expect(await again.merge(merge, never)).toBe(head);
      const kept = "refs/rehearsal/run-1/kept/T-1/1";
      expect(await repository.git("diff", "--name-only", head, kept)).toBe("three.txt\ntwo.txt\n");
    });

    test("a branch that lacks what was merged is not gone on with", async () => {
      const { repository, workspace } = await prepared();
      const start = (await repository.git("rev-parse", "HEAD")).trim();
      await bash(workspace, "echo 1 > one.txt");
      const commit = (await workspace.commit(ticket, "One", never)).commit ?? "";
      const head = await workspace.merge({ ticketId: ticket, commit, side: null }, never);
      await repository.git("update-ref", `refs/heads/${workspace.branch}`, start);
      const advice = `git branch -f ${workspace.branch} ${head}`;
      // Also where somebody moves it back while the run goes on.
      await expect(prepare(workspace)).rejects.toThrow(advice);
      const behind = await open(repository.root, { lastHead: head });
      await expect(behind.survey(never)).rejects.toThrow(advice);
      const identity = ["-c", "user.name=U", "-c", "user.email=u@localhost"];
      const reworded = ["commit-tree", `${head}^{tree}`, "-p", start, "-m", "Other words"];
      const amended = (await repository.git(...identity, ...reworded)).trim();
      await repository.git("update-ref", `refs/heads/${workspace.branch}`, amended);
      await prepare(workspace);
      await loseRefs(repository);
      const lost = await open(repository.root, { lastHead: "1".repeat(40) });
      await expect(lost.survey(never)).rejects.toThrow("so is its last commit");
      expect(await repository.git("branch", "--list", "rehearsal/*")).toBe("");
    });
  });

  test("an id that could name another place is refused", async () => {
    const repository = await repositories.create(sampleProject);
    await expect(open(repository.root, { runId: "../x" })).rejects.toThrow("can't name a folder");
  });
});

async function isGone(pid: number): Promise<boolean> {
  for (let look = 0; look < 400; look += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    // A killed process whose parent has not looked yet is gone all the same.
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    if (/^State:\s+Z/m.test(status)) return true;
    await Bun.sleep(5);
  }
  return false;
}
