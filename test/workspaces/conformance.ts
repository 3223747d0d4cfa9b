import { describe, expect, test } from "bun:test";
import { ticketId } from "../../src/core/ids.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { isTreeLost } from "../../src/core/trouble.ts";
import type { Workspace } from "../../src/ports.ts";
import { never, sampleProject } from "./sample-project.ts";

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  /** The same disk, seen by a new process. */
  reopen(): Promise<Workspace>;
  filesOnBranch(): Promise<Readonly<Record<string, string>>>;
  /** Messages of the commits that the run added, newest first. */
  commitCount(): Promise<number>;
  /** As somebody does who clears a cache. */
  deleteTree(ticketId: string): Promise<void>;
  /** As somebody else does: to the commit before the last, and to where it was. */
  moveBranchBack(): Promise<void>;
  putBranchBack(): Promise<void>;
}

const first = ticketId("T-1");
const second = ticketId("T-2");

/** What every workspace does alike; each edge runs it against itself. */
export function describeWorkspace(
  name: string,
  /** `tickets`: those whose trees are to be prepared already. */
  openWith: (
    files: Readonly<Record<string, string>>,
    tickets: readonly (typeof first)[],
  ) => Promise<OpenedWorkspace>,
): void {
  const open = (files: Readonly<Record<string, string>>) => openWith(files, []);
  const prepare = (workspace: Workspace, id = first, fresh = true, files: string[] = []) =>
    workspace.prepare({ ticketId: id, attempt: 1, fresh, files }, never);
  const call = (workspace: Workspace, tool: string, input: JsonObject, id = first) =>
    workspace.runTool(id, { callId: "call", tool, input }, never);
  const opened = () => openWith(sampleProject, [first]);
  let unchanged: Promise<OpenedWorkspace> | null = null;
  /** One for all tests that leave its files as they are. */
  const openedOnce = () => (unchanged ??= opened());
  const write = (workspace: Workspace, path: string, content: string, id = first) =>
    call(workspace, "write", { file_path: path, content }, id);
  const read = async (workspace: Workspace, path: string, id = first) =>
    (await call(workspace, "read", { file_path: path }, id)).text;
  const commit = async (workspace: Workspace, id = first) => {
    const { commit: made } = await workspace.commit(id, `Do ${id}`, never);
    if (made === null) throw new Error("nothing was committed");
    return made;
  };

  describe(name, () => {
    describe("survey", () => {
      test("lists every file, and gives the documents in the root", async () => {
        const { workspace } = await open(sampleProject);
        const survey = await workspace.survey(never);
        expect(survey.files).toEqual(Object.keys(sampleProject).toSorted());
        expect(survey.documents.map(({ path }) => path)).toEqual(["README.md", "package.json"]);
        expect(survey.documents[0]?.text).toBe("# Sample\n");
      });

      test("cuts a long document and says so", async () => {
        const { workspace } = await open({ "README.md": "x".repeat(20_000) });
        const [document] = (await workspace.survey(never)).documents;
        expect(document?.text).toStartWith("x".repeat(16_384));
        expect(document?.text).toContain("the first 16,384 of 20,000 characters");
      });
    });

    describe("prepare", () => {
      test("gives named files in full and skeletons of what they import", async () => {
        const { workspace } = await open(sampleProject);
        const context = await prepare(workspace, first, true, ["src/add.ts"]);
        expect(context).toEqual({
          documents: [{ path: "src/add.ts", text: sampleProject["src/add.ts"] ?? "" }],
          skeletons: [{ path: "src/zero.ts", text: "skeleton of 23" }],
        });
      });

      test("gives no skeleton of a file that it gives in full", async () => {
        const { workspace } = await open(sampleProject);
        const context = await prepare(workspace, first, true, ["src/add.ts", "./src/zero.ts"]);
        expect(context.documents.map(({ path }) => path)).toEqual(["src/add.ts", "src/zero.ts"]);
        expect(context.skeletons).toEqual([]);
      });

      test("gives what AGENTS.md says in the root and in the folders of named files", async () => {
        const rules = { "AGENTS.md": "all", "src/a/CLAUDE.md": "here", "other/AGENTS.md": "there" };
        const { workspace } = await open({ ...sampleProject, ...rules, "src/a/b.ts": "b\n" });
        const context = await prepare(workspace, first, true, ["src/a/b.ts", "AGENTS.md"]);
        expect(context.documents.map(({ path }) => path).toSorted()).toEqual([
          "AGENTS.md",
          "src/a/CLAUDE.md",
          "src/a/b.ts",
        ]);
      });

      test("leaves out what is missing, a folder, outside or git's", async () => {
        const { workspace } = await open(sampleProject);
        const files = ["nope.ts", "src", "../secret", "/etc/passwd", ".git", ".git/config"];
        expect((await prepare(workspace, first, true, files)).documents).toEqual([]);
      });

      test("keeps what an attempt left, and throws it away where it is to be fresh", async () => {
        const { workspace } = await opened();
        await write(workspace, "left.txt", "left");
        await prepare(workspace, first, false);
        expect(await read(workspace, "left.txt")).toBe("left");
        await prepare(workspace, first, true);
        expect(await read(workspace, "left.txt")).toContain("no such file");
      });

      test("does not begin anew unnoticed what is to go on in a tree that is gone", async () => {
        const { workspace } = await open(sampleProject);
        const failing = await prepare(workspace, first, false).catch((error: unknown) => error);
        expect(isTreeLost(failing)).toBe(true);
      });

      test("gives each ticket a tree of its own", async () => {
        const { workspace } = await opened();
        await prepare(workspace, second);
        await write(workspace, "mine.txt", "1");
        expect(await read(workspace, "mine.txt", second)).toContain("no such file");
      });

      test("starts from what was merged before", async () => {
        const { workspace } = await opened();
        await write(workspace, "new.txt", "new");
        const made = await commit(workspace);
        await workspace.merge({ ticketId: first, commit: made, side: null }, never);
        await prepare(workspace, second);
        expect(await read(workspace, "new.txt", second)).toBe("new");
      });
    });

    describe("file tools", () => {
      test("read gives a file, or some of its lines", async () => {
        const { workspace } = await openedOnce();
        expect(await call(workspace, "read", { file_path: "src/zero.ts" })).toEqual({
          text: "export const zero = 0;\n",
          isError: false,
        });
        const input = { file_path: "src/lines.txt", view_range: [2, 3] };
        expect((await call(workspace, "read", input)).text).toBe("two\nthree");
      });

      test("write makes folders, and replaces", async () => {
        const { workspace } = await opened();
        expect(await write(workspace, "a/b/c.txt", "é")).toEqual({
          text: "wrote 2 bytes to a/b/c.txt",
          isError: false,
        });
        await write(workspace, "a/b/c.txt", "again");
        expect(await read(workspace, "a/b/c.txt")).toBe("again");
      });

      test("edit finds and keeps the line ends of a file whose lines end in CR LF", async () => {
        const { workspace } = await opened();
        await write(workspace, "dos.bat", "a\r\nb\r\nc\r\n");
        const edit = { file_path: "dos.bat", old_string: "a\nb", new_string: "a\nbb\nb" };
        expect((await call(workspace, "edit", edit)).text).toContain("(1 replacement(s))");
        expect(await read(workspace, "dos.bat")).toBe("a\r\nbb\r\nb\r\nc\r\n");
      });

      test("edit replaces one place, or all", async () => {
        const { workspace } = await opened();
        const one = { file_path: "src/lines.txt", old_string: "two", new_string: "$& 2" };
        expect((await call(workspace, "edit", one)).text).toBe(
          "edited src/lines.txt (1 replacement(s))",
        );
        expect(await read(workspace, "src/lines.txt")).toContain("one\n$& 2\nthree");
        const all = {
          file_path: "src/lines.txt",
          old_string: "e\n",
          new_string: "E\n",
          replace_all: true,
        };
        expect((await call(workspace, "edit", all)).text).toContain("(3 replacement(s))");
      });

      test("glob finds by pattern, relative to the tree, without hidden files", async () => {
        const { workspace } = await openedOnce();
        const found = async (input: JsonObject) =>
          (await call(workspace, "glob", input)).text.split("\n").toSorted();
        expect(await found({ pattern: "**/*.ts" })).toEqual(["src/add.ts", "src/zero.ts"]);
        expect(await found({ pattern: "*" })).toEqual(["README.md", "package.json"]);
        expect(await found({ pattern: "*.{md,txt}", path: "src" })).toEqual(["src/lines.txt"]);
        expect(await found({ pattern: "src" })).toEqual(["no matches"]);
        expect(await found({ pattern: ".git*" })).toEqual([".gitignore"]);
      });

      test("grep prints path, line and text", async () => {
        const { workspace } = await openedOnce();
        const found = async (input: JsonObject) =>
          (await call(workspace, "grep", input)).text.trim().split("\n").toSorted();
        expect(await found({ pattern: "zero\\b" })).toEqual([
          'src/add.ts:1:import { zero } from "./zero.ts";',
          "src/add.ts:2:export const add = (a: number) => a + zero;",
          "src/zero.ts:1:export const zero = 0;",
        ]);
        expect(await found({ pattern: "f[io]", path: "src" })).toEqual([
          "src/lines.txt:4:four",
          "src/lines.txt:5:five",
        ]);
        expect(await found({ pattern: "nowhere" })).toEqual(["no matches"]);
        expect((await call(workspace, "grep", { pattern: "[" })).isError).toBe(true);
      });

      const failing: readonly (readonly [string, JsonObject, string])[] = [
        ["read", { file_path: "nope.txt" }, "read: nope.txt: no such file or directory"],
        ["read", { file_path: "src" }, "read: src is not a regular file"],
        ["read", { file_path: "README.md/x" }, "read: README.md/x: not a directory"],
        ["read", { file_path: "" }, "read: file_path is required"],
        [
          "read",
          { file_path: "README.md", view_range: [1] },
          "read: view_range must be [start_line, end_line]",
        ],
        ["write", { file_path: "src", content: "" }, "write: src: is a directory"],
        [
          "write",
          { file_path: "README.md/x", content: "" },
          "write: README.md/x: i/o error (EEXIST)",
        ],
        [
          "edit",
          { file_path: "nope", old_string: "a", new_string: "b" },
          "edit: nope: no such file or directory",
        ],
        [
          "edit",
          { file_path: "README.md", old_string: "z", new_string: "b" },
          "edit: old_string not found in README.md",
        ],
        [
          "edit",
          { file_path: "src/lines.txt", old_string: "e\n", new_string: "" },
          "edit: old_string appears 3 times in src/lines.txt (must be unique)",
        ],
        [
          "glob",
          { pattern: "/etc/*" },
          "glob: absolute pattern not permitted; pass a relative pattern (and optionally path)",
        ],
        ["glob", { pattern: "../*" }, 'glob: ".." is not permitted in the pattern'],
        [
          "glob",
          { pattern: "*", path: ".." },
          'path ".." is outside the session\'s working directory',
        ],
        [
          "grep",
          { pattern: "x", path: "../.." },
          'path "../.." is outside the session\'s working directory',
        ],
        ["read", { file_path: "../x" }, 'path "../x" is outside the session\'s working directory'],
        [
          "read",
          { file_path: "/etc/passwd" },
          'path "/etc/passwd" is outside the session\'s working directory',
        ],
        [
          "write",
          { file_path: "src/../../x", content: "" },
          'path "src/../../x" is outside the session\'s working directory',
        ],
        [
          "write",
          { file_path: ".git", content: "gitdir: /tmp" },
          "write: .git belongs to git and is out of bounds; work on the project's own files",
        ],
        [
          "write",
          { file_path: "src/.GIT/config", content: "" },
          "write: src/.GIT/config belongs to git and is out of bounds; work on the project's own files",
        ],
        [
          "edit",
          { file_path: "./.git", old_string: "g", new_string: "" },
          "edit: ./.git belongs to git and is out of bounds; work on the project's own files",
        ],
        [
          "read",
          { path: "README.md" },
          "read: file_path is missing; path is not a member. Expected: file_path (a string), view_range (an array of integers, optional).",
        ],
        [
          "write",
          { file_path: "x", content: 7 },
          "write: content must be a string. Expected: file_path (a string), content (a string).",
        ],
        [
          "bash",
          { command: null },
          "bash: command must be a string. Expected: command (a string).",
        ],
        [
          "delete",
          {},
          'There is no tool "delete". There are: bash, read, write, edit, glob, grep.',
        ],
      ];
      test.each(failing)("%s %j fails with words", async (tool, input, text) => {
        const { workspace } = await openedOnce();
        expect(await call(workspace, tool, input)).toEqual({ text, isError: true });
      });

      test("what fails changes nothing", async () => {
        const { workspace } = await openedOnce();
        for (const [tool, input] of failing) await call(workspace, tool, input);
        expect(await workspace.commit(first, "Nothing", never)).toEqual({
          commit: null,
          leftovers: [],
        });
      });
    });

    describe("bash", () => {
      test("gives what was printed, both outputs as they came", async () => {
        const { workspace } = await openedOnce();
        const command = "echo one; echo two >&2; cat src/zero.ts";
        expect(await call(workspace, "bash", { command })).toEqual({
          text: "one\ntwo\nexport const zero = 0;\n",
          isError: false,
        });
      });

      test("fails with the exit code, after the output", async () => {
        const { workspace } = await openedOnce();
        expect(await call(workspace, "bash", { command: "echo no; exit 3" })).toEqual({
          text: "no\nExit code 3.",
          isError: true,
        });
        expect((await call(workspace, "bash", { command: "echo (" })).isError).toBe(true);
      });

      test("starts afresh in the tree's root: only files persist", async () => {
        const { workspace } = await opened();
        await call(workspace, "bash", {
          command: "cd src; X=1; mkdir new; echo made > new/made.txt",
        });
        expect((await call(workspace, "bash", { command: "ls; echo x=$X" })).text).toBe(
          "README.md\ndocs\npackage.json\nsrc\nx=\n",
        );
        expect(await read(workspace, "src/new/made.txt")).toBe("made\n");
        await call(workspace, "bash", { command: "rm src/new/made.txt" });
        expect((await call(workspace, "bash", { command: "ls src/new && echo empty" })).text).toBe(
          "empty\n",
        );
      });

      test("keeps head and tail of a long output, and no control sequences", async () => {
        const { workspace } = await openedOnce();
        const command = "printf '\\033[31mred\\033[0m\\007\\n'; seq 1 9000; echo last";
        const { text } = await call(workspace, "bash", { command });
        expect(text).toStartWith("red\n1\n2\n");
        expect(text).toEndWith("9000\nlast\n");
        expect(text).toMatch(/\[… [\d,]+ characters left out …\]/);
        expect(text.length).toBeLessThan(31_000);
      });

      test("says nothing where nothing was printed", async () => {
        const { workspace } = await openedOnce();
        expect((await call(workspace, "bash", { command: "true" })).text).toBe("(no output)");
      });

      test("does not start once it is aborted", async () => {
        const { workspace } = await openedOnce();
        const stopped = AbortSignal.abort(new Error("stopped"));
        const tool = { callId: "call", tool: "bash", input: { command: "echo x > aborted.txt" } };
        await expect(workspace.runTool(first, tool, stopped)).rejects.toThrow("stopped");
        expect(await read(workspace, "aborted.txt")).toContain("no such file");
      });
    });

    test("a check passes by its exit code, and says what was printed", async () => {
      const { workspace } = await opened();
      const check = (command: string) =>
        workspace.check({ ticketId: first, attempt: 1, command }, never);
      expect(await check("cat README.md")).toEqual({ passed: true, output: "# Sample\n" });
      const failed = await check("cat README.md; false");
      expect(failed).toEqual({ passed: false, output: "# Sample\nExit code 1." });
      expect(await check("exit 3")).toEqual({ passed: false, output: "Exit code 3." });
      await expect(check("lacking --all")).rejects.toThrow("there is no program lacking here");
    });

    describe("a check that changes files", () => {
      const check = async (workspace: Workspace, command: string) =>
        expect(await workspace.check({ ticketId: first, attempt: 1, command }, never)).toEqual({
          passed: true,
          output: "",
        });
      const merge = (workspace: Workspace, made: string) =>
        workspace.merge({ ticketId: first, commit: made, side: null }, never);

      test("leaves them in the tree, and none of it is committed or asked about", async () => {
        const { workspace, filesOnBranch } = await opened();
        await write(workspace, "src/new.ts", "new  \n");
        await check(
          workspace,
          "for file in src/new.ts README.md; do echo neat > $file; done; echo x > made.txt; " +
            "mkdir node_modules .rehearsal; echo x > node_modules/x; echo x > .rehearsal/x; rm src/zero.ts",
        );
        expect(await read(workspace, "src/new.ts")).toBe("neat\n");
        const { commit: made, leftovers } = await workspace.commit(first, "New", never);
        expect(leftovers).toEqual([]);
        expect(await workspace.compare(first, made ?? "", never)).toEqual({
          conflicts: [],
          moved: false,
        });
        await merge(workspace, made ?? "");
        expect(await filesOnBranch()).toEqual({ ...sampleProject, "src/new.ts": "new  \n" });
      });

      test("is nothing to commit where the worker changed nothing", async () => {
        const { workspace } = await opened();
        await check(workspace, "echo neat > README.md");
        expect((await workspace.commit(first, "Nothing", never)).commit).toBeNull();
      });

      test("gives them to the worker, whose next change of one is committed as the file then is", async () => {
        const { workspace, filesOnBranch } = await opened();
        await check(workspace, "echo neat > README.md; echo neat > src/zero.ts");
        await call(workspace, "bash", { command: "echo more >> README.md" });
        await merge(workspace, await commit(workspace));
        expect(await filesOnBranch()).toEqual({ ...sampleProject, "README.md": "neat\nmore\n" });
      });

      test("keeps them where the work moves onto another state of the branch", async () => {
        const { workspace, filesOnBranch } = await openWith(sampleProject, [first, second]);
        await write(workspace, "src/lines.txt", "one\n", second);
        const other = await commit(workspace, second);
        await workspace.merge({ ticketId: second, commit: other, side: null }, never);
        await write(workspace, "src/new.ts", "new\n");
        await check(workspace, "echo neat > src/new.ts; echo neat > README.md");
        const merging = { commit: await commit(workspace), side: null };
        await workspace.check({ ticketId: first, attempt: 1, command: "true", merging }, never);
        expect(await read(workspace, "README.md")).toBe("neat\n");
        expect(await read(workspace, "src/lines.txt")).toBe("one\n");
        await merge(workspace, merging.commit);
        expect(await filesOnBranch()).toEqual({
          ...sampleProject,
          "src/lines.txt": "one\n",
          "src/new.ts": "new\n",
        });
      });
    });

    test("what is written once the check has passed is to be checked again, also where its tree is deleted", async () => {
      const { workspace, deleteTree } = await opened();
      await write(workspace, "new.txt", "checked");
      const check = { ticketId: first, attempt: 1, command: "true" };
      await workspace.check(check, never);
      await write(workspace, "new.txt", "late");
      const merging = { commit: await commit(workspace), side: null };
      const moved = async () => (await workspace.compare(first, merging.commit, never)).moved;
      expect(await moved()).toBe(true);
      await workspace.check({ ...check, merging }, never);
      expect(await moved()).toBe(false);
      await write(workspace, "new.txt", "later");
      const later = await commit(workspace);
      await deleteTree(first);
      expect((await workspace.compare(first, later, never)).moved).toBe(true);
    });

    describe("commit", () => {
      test("is null where nothing changed", async () => {
        const { workspace } = await opened();
        expect((await workspace.commit(first, "Nothing", never)).commit).toBeNull();
        await write(workspace, "README.md", sampleProject["README.md"] ?? "");
        expect((await workspace.commit(first, "Nothing", never)).commit).toBeNull();
      });

      test("holds what was added, changed and deleted, but not what is ignored", async () => {
        const { workspace, filesOnBranch } = await opened();
        await write(workspace, "README.md", "# Changed\n");
        await write(workspace, "src/new.ts", "new\n");
        await write(workspace, "debug.log", "ignored");
        await write(workspace, "node_modules/x/index.js", "ignored");
        await call(workspace, "bash", { command: "rm src/zero.ts" });
        const made = await commit(workspace);
        await workspace.merge({ ticketId: first, commit: made, side: null }, never);
        const { "src/zero.ts": _deleted, ...kept } = sampleProject;
        expect(await filesOnBranch()).toEqual({
          ...kept,
          "README.md": "# Changed\n",
          "src/new.ts": "new\n",
        });
      });

      test("leaves out what git refuses by its name, and says so", async () => {
        const { workspace, filesOnBranch } = await opened();
        await write(workspace, "git~1/one.txt", "1");
        await write(workspace, "two.txt", "2");
        const { commit: made, leftovers } = await workspace.commit(first, "Work", never);
        expect(leftovers).toEqual([{ path: "git~1/one.txt", why: "unreadable" }]);
        await workspace.merge({ ticketId: first, commit: made ?? "", side: null }, never);
        expect(await filesOnBranch()).toEqual({ ...sampleProject, "two.txt": "2" });
      });

      test("holds what its worker closed for all", async () => {
        const { workspace, filesOnBranch } = await opened();
        const command = "mkdir in; echo 1 > in/one.txt; chmod 0 in/one.txt; chmod 0 in";
        await call(workspace, "bash", { command });
        const made = await commit(workspace);
        await workspace.merge({ ticketId: first, commit: made, side: null }, never);
        expect(await filesOnBranch()).toEqual({ ...sampleProject, "in/one.txt": "1\n" });
      });

      test("made again is the same commit, in a new process too", async () => {
        const { workspace, reopen } = await opened();
        await write(workspace, "new.txt", "new");
        const made = await commit(workspace);
        expect(await commit(workspace)).toBe(made);
        expect(await commit(await reopen())).toBe(made);
      });

      test("of a second attempt replaces that of the first", async () => {
        const { workspace, filesOnBranch, commitCount } = await opened();
        await write(workspace, "one.txt", "1");
        await commit(workspace);
        await prepare(workspace, first, false);
        await write(workspace, "two.txt", "2");
        const made = await commit(workspace);
        await workspace.merge({ ticketId: first, commit: made, side: null }, never);
        expect(await filesOnBranch()).toEqual({ ...sampleProject, "one.txt": "1", "two.txt": "2" });
        expect(await commitCount()).toBe(1);
      });
    });

    describe("merge", () => {
      /** Two tickets that started from the same commit, each having done its work. */
      const diverged = async (
        work: (workspace: Workspace, id: typeof first) => Promise<unknown>,
        otherWork: (workspace: Workspace, id: typeof first) => Promise<unknown>,
      ) => {
        const edge = await openWith(sampleProject, [first, second]);
        await work(edge.workspace, first);
        await otherWork(edge.workspace, second);
        const commits = [
          await commit(edge.workspace),
          await commit(edge.workspace, second),
        ] as const;
        await edge.workspace.merge({ ticketId: first, commit: commits[0], side: null }, never);
        return { ...edge, commit: commits[1] };
      };
      const change = (from: string, to: string) => (workspace: Workspace, id: typeof first) =>
        call(
          workspace,
          "edit",
          { file_path: "src/lines.txt", old_string: from, new_string: to },
          id,
        );
      const remove = (workspace: Workspace, id: typeof first) =>
        call(workspace, "bash", { command: "rm src/lines.txt" }, id);

      test("brings together what does not touch, one commit a ticket", async () => {
        const edge = await diverged(change("two", "2"), change("six", "6"));
        expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
          conflicts: [],
          moved: true,
        });
        await edge.workspace.merge({ ticketId: second, commit: edge.commit, side: null }, never);
        expect((await edge.filesOnBranch())["src/lines.txt"]).toBe(
          "one\n2\nthree\nfour\nfive\n6\nseven\n",
        );
        expect(await edge.commitCount()).toBe(2);
      });

      test("finds the same change on both sides no conflict", async () => {
        const edge = await diverged(change("two", "2"), change("two", "2"));
        expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
          conflicts: [],
          moved: false,
        });
      });

      test("refuses a conflict where no side is named, and leaves the branch", async () => {
        const edge = await diverged(change("two", "2"), change("two", "deux"));
        expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
          conflicts: ["src/lines.txt"],
          moved: true,
        });
        const merging = edge.workspace.merge(
          { ticketId: second, commit: edge.commit, side: null },
          never,
        );
        await expect(merging).rejects.toThrow(/conflicts .*src\/lines\.txt\. Take the branch's/);
        await merging.catch(() => undefined);
        expect(await edge.commitCount()).toBe(1);
      });

      const both = (id: typeof first, two: string, six: string) => async (workspace: Workspace) => {
        await change("two", two)(workspace, id);
        await change("six", six)(workspace, id);
      };
      test.each([
        ["branch", "one\n2\nthree\nfour\nfive\n6\nseven\n"],
        ["ticket", "one\ndeux\nthree\nfour\nfive\n6\nseven\n"],
      ] as const)("lets the %s win the hunks in conflict only", async (side, text) => {
        const edge = await diverged(both(first, "2", "6"), change("two", "deux"));
        await edge.workspace.merge({ ticketId: second, commit: edge.commit, side }, never);
        expect((await edge.filesOnBranch())["src/lines.txt"]).toBe(text);
      });

      test.each([
        ["branch", undefined],
        ["ticket", "one\n2\nthree\nfour\nfive\nsix\nseven\n"],
      ] as const)(
        "deleted by the branch, changed by the ticket: the %s wins",
        async (side, text) => {
          const edge = await diverged(remove, change("two", "2"));
          expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
            conflicts: ["src/lines.txt"],
            moved: true,
          });
          await edge.workspace.merge({ ticketId: second, commit: edge.commit, side }, never);
          expect((await edge.filesOnBranch())["src/lines.txt"]).toBe(text);
        },
      );

      test.each([
        ["branch", "one\n2\nthree\nfour\nfive\nsix\nseven\n"],
        ["ticket", undefined],
      ] as const)(
        "changed by the branch, deleted by the ticket: the %s wins",
        async (side, text) => {
          const edge = await diverged(change("two", "2"), remove);
          await edge.workspace.merge({ ticketId: second, commit: edge.commit, side }, never);
          expect((await edge.filesOnBranch())["src/lines.txt"]).toBe(text);
        },
      );

      test.each([
        ["branch", "first"],
        ["ticket", "second"],
      ] as const)("added by both: the %s wins", async (side, text) => {
        const add = (workspace: Workspace, id: typeof first) =>
          write(workspace, "added.txt", id === first ? "first" : "second", id);
        const edge = await diverged(add, add);
        expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
          conflicts: ["added.txt"],
          moved: true,
        });
        await edge.workspace.merge({ ticketId: second, commit: edge.commit, side }, never);
        expect((await edge.filesOnBranch())["added.txt"]).toBe(text);
      });

      test.each([
        ["branch", "file", { notes: "a file" }],
        ["branch", "folder", { "notes/one.txt": "in a folder", "notes/two.txt": "too" }],
        ["ticket", "file", { "notes/one.txt": "in a folder", "notes/two.txt": "too" }],
        ["ticket", "folder", { notes: "a file" }],
      ] as const)(
        "a file against a folder: the %s wins, where the branch has the %s",
        async (side, onBranch, wanted) => {
          const asFile = async (workspace: Workspace, id: typeof first) =>
            await write(workspace, "notes", "a file", id);
          const asFolder = async (workspace: Workspace, id: typeof first) => {
            await write(workspace, "notes/one.txt", "in a folder", id);
            await write(workspace, "notes/two.txt", "too", id);
          };
          const edge = await (onBranch === "file"
            ? diverged(asFile, asFolder)
            : diverged(asFolder, asFile));
          const compared = await edge.workspace.compare(second, edge.commit, never);
          expect(compared).toEqual({ conflicts: ["notes"], moved: true });
          await edge.workspace.merge({ ticketId: second, commit: edge.commit, side }, never);
          expect(await edge.filesOnBranch()).toEqual({ ...sampleProject, ...wanted });
        },
      );

      test("a check of it runs on the tree that it would make, and the work goes on from there", async () => {
        const edge = await diverged(change("two", "2"), change("six", "6"));
        const merging = { commit: edge.commit, side: null };
        const command = "cat src/lines.txt; exit 1";
        const checked = await edge.workspace.check(
          { ticketId: second, attempt: 1, command, merging },
          never,
        );
        const both = "one\n2\nthree\nfour\nfive\n6\nseven\n";
        expect(checked).toEqual({ passed: false, output: expect.stringContaining(both) });
        // Again, as after a crash; then the worker mends what does not go together.
        await (
          await edge.reopen()
        ).check({ ticketId: second, attempt: 1, command, merging }, never);
        await prepare(edge.workspace, second, false);
        expect(await read(edge.workspace, "src/lines.txt", second)).toContain("2\nthree");
        await change("seven", "7")(edge.workspace, second);
        const mended = await commit(edge.workspace, second);
        expect(await edge.workspace.compare(second, mended, never)).toEqual({
          conflicts: [],
          moved: false,
        });
        await edge.workspace.merge({ ticketId: second, commit: mended, side: null }, never);
        expect((await edge.filesOnBranch())["src/lines.txt"]).toBe(both.replace("seven", "7"));
        expect(await edge.commitCount()).toBe(2);
      });

      test.each(["branch", "ticket"] as const)(
        "a check of it takes the %s's side",
        async (side) => {
          const edge = await diverged(change("two", "2"), change("two", "deux"));
          const merging = { commit: edge.commit, side };
          await edge.workspace.check(
            { ticketId: second, attempt: 1, command: "true", merging },
            never,
          );
          await edge.workspace.merge({ ticketId: second, ...merging }, never);
          expect((await edge.filesOnBranch())["src/lines.txt"]).toContain(
            side === "branch" ? "one\n2\n" : "one\ndeux\n",
          );
        },
      );

      test("what is on the branch already is no news to it, and leaves nothing to check", async () => {
        const edge = await diverged(change("two", "2"), change("six", "6"));
        await edge.workspace.merge({ ticketId: second, commit: edge.commit, side: null }, never);
        expect(await edge.workspace.compare(second, edge.commit, never)).toEqual({
          conflicts: [],
          moved: false,
        });
      });

      test("done again answers the branch's head and adds nothing", async () => {
        const { workspace, reopen, commitCount } = await opened();
        await write(workspace, "new.txt", "new");
        const merge = { ticketId: first, commit: await commit(workspace), side: null };
        const head = await workspace.merge(merge, never);
        expect(await workspace.merge(merge, never)).toBe(head);
        expect(await (await reopen()).merge(merge, never)).toBe(head);
        expect(await commitCount()).toBe(1);
      });
    });

    test("goes on with no branch that lacks what was merged, until it is put back", async () => {
      const { workspace, moveBranchBack, putBranchBack, filesOnBranch } = await openWith(
        sampleProject,
        [first, second],
      );
      await write(workspace, "one.txt", "1");
      const merged = { ticketId: first, commit: await commit(workspace), side: null };
      await workspace.merge(merged, never);
      await write(workspace, "two.txt", "2", second);
      const waiting = { ticketId: second, commit: await commit(workspace, second), side: null };
      const check = { ticketId: second, attempt: 1, command: "true", merging: waiting };
      await moveBranchBack();
      for (const attempted of [
        () => prepare(workspace, ticketId("T-3")),
        () => workspace.check(check, never),
        () => workspace.compare(second, waiting.commit, never),
        () => workspace.merge(waiting, never),
        () => workspace.merge(merged, never),
      ])
        await expect(attempted()).rejects.toThrow("lacks what the run has merged");
      await call(workspace, "bash", { command: "rm two.txt" }, second);
      // A ticket that changes nothing may be the last that the run's end waits for.
      await expect(workspace.commit(second, "Nothing", never)).rejects.toThrow("lacks what");
      await putBranchBack();
      expect((await workspace.commit(second, "Nothing", never)).commit).toBeNull();
      await workspace.merge(waiting, never);
      expect(await filesOnBranch()).toEqual({ ...sampleProject, "one.txt": "1", "two.txt": "2" });
    });

    test("goes on after a crash with the tree as it was", async () => {
      const { workspace, reopen } = await opened();
      await write(workspace, "left.txt", "left");
      const next = await reopen();
      await prepare(next, first, false);
      expect(await read(next, "left.txt")).toBe("left");
    });
  });
}
