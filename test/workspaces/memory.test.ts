import { beforeAll, expect, test } from "bun:test";
import { ticketId } from "../../src/core/ids.ts";
import type { Workspace } from "../../src/ports.ts";
import { openMemoryWorkspace } from "../../src/workspaces/memory.ts";
import { describeWorkspace } from "./conformance.ts";
import { fakeSkeletons, never, sampleProject } from "./sample-project.ts";

const open = () => openMemoryWorkspace({ files: sampleProject, skeletons: fakeSkeletons });
const ticket = ticketId("T-1");
const prepare = (workspace: Workspace) =>
  workspace.prepare({ ticketId: ticket, attempt: 1, fresh: true, files: [] }, never);
const bash = (workspace: Workspace, command: string) =>
  workspace.runTool(ticket, { callId: "call", tool: "bash", input: { command } }, never);

beforeAll(() => open().warmUp("all"));

describeWorkspace("the workspace in memory", async (files, tickets) => {
  const workspace = openMemoryWorkspace({ files, skeletons: fakeSkeletons });
  for (const ticketId of tickets)
    await workspace.prepare({ ticketId, attempt: 1, fresh: true, files: [] }, never);
  let merges = new Set<string>();
  // A merge's answer is the head: heads seen are the commits that the run added.
  const counted: Workspace = {
    ...workspace,
    async merge(merge, signal) {
      const head = await workspace.merge(merge, signal);
      merges = merges.add(head);
      return head;
    },
  };
  return {
    workspace: counted,
    reopen: async () => counted,
    filesOnBranch: async () => workspace.filesOnBranch(),
    commitCount: async () => merges.size,
    deleteTree: async (ticketId) => void workspace.loseTree(ticketId),
    moveBranchBack: async () => workspace.moveBranchBack(),
    putBranchBack: async () => workspace.putBranchBack(),
  };
});

test("a scripted check says what it says, and null leaves it to the shell", async () => {
  const workspace = openMemoryWorkspace({
    files: sampleProject,
    skeletons: fakeSkeletons,
    checkScript: ({ attempt }) => (attempt === 1 ? { passed: false, output: "no\n" } : null),
  });
  await prepare(workspace);
  const check = (attempt: number) =>
    workspace.check({ ticketId: ticket, attempt, command: "echo ran" }, never);
  expect(await check(1)).toEqual({ passed: false, output: "no\n" });
  expect(await check(2)).toEqual({ passed: true, output: "ran\n" });
});

test("equal work gives equal commit ids", async () => {
  const work = async () => {
    const workspace = open();
    await prepare(workspace);
    await bash(workspace, "echo new > new.txt");
    const commit = (await workspace.commit(ticket, "New", never)).commit ?? "";
    return [commit, await workspace.merge({ ticketId: ticket, commit, side: null }, never)];
  };
  expect(await work()).toEqual(await work());
});

test("what a shell would read from a clock or draw is pinned", async () => {
  const workspace = open();
  await prepare(workspace);
  const command =
    "date +%F; echo $RANDOM $((RANDOM + 1)) $SECONDS; touch new; ls -l new; sleep 1000; RANDOM=9; echo ${RANDOM}";
  const expected = "2000-01-01\n4 5 0\n-rw-r--r-- 1 user user     0 Jan  1  2000 new\n9\n";
  expect((await bash(workspace, command)).text).toBe(expected);
  expect((await bash(workspace, "date -d @0 +%F; date --date=@86400 +%F")).text).toBe(
    "1970-01-01\n1970-01-02\n",
  );
});

test("every call settles in microtasks once it is warm", async () => {
  const workspace = open();
  const outstanding = async () => {
    await prepare(workspace);
    for (const command of [
      "grep -rn zero src | sort | head -1",
      "sed -i s/one/1/ src/lines.txt",
      "pwd; find . -name '*.ts' | xargs wc -l",
      "awk '{print $1}' src/lines.txt; date; ls -la",
    ])
      await bash(workspace, command);
    const commit = (await workspace.commit(ticket, "All", never)).commit ?? "";
    await workspace.compare(ticket, commit, never);
    await workspace.merge({ ticketId: ticket, commit, side: null }, never);
    await workspace.commandParts("a | b");
  };
  let settled = false;
  void outstanding().then(() => (settled = true));
  for (let microtask = 0; microtask < 10_000 && !settled; microtask += 1) await Promise.resolve();
  expect(settled).toBe(true);
});

test("an endless loop ends with an error", async () => {
  const workspace = open();
  await prepare(workspace);
  expect((await bash(workspace, "while true; do :; done")).isError).toBe(true);
});

test("a file that takes the place of a folder conflicts, and one side stays", async () => {
  const workspace = open();
  const other = ticketId("T-2");
  await prepare(workspace);
  await workspace.prepare({ ticketId: other, attempt: 1, fresh: true, files: [] }, never);
  const write = (id: typeof ticket, file_path: string) =>
    workspace.runTool(
      id,
      { callId: "call", tool: "write", input: { file_path, content: "x" } },
      never,
    );
  await write(ticket, "place");
  await write(other, "place/inside");
  const commits = [
    (await workspace.commit(ticket, "File", never)).commit ?? "",
    (await workspace.commit(other, "Folder", never)).commit ?? "",
  ] as const;
  await workspace.merge({ ticketId: ticket, commit: commits[0], side: null }, never);
  expect(await workspace.compare(other, commits[1], never)).toEqual({
    conflicts: ["place"],
    moved: true,
  });
  await workspace.merge({ ticketId: other, commit: commits[1], side: "ticket" }, never);
  expect(workspace.filesOnBranch()).toEqual({ ...sampleProject, "place/inside": "x" });
});

test("a ticket's files can be looked at until it is merged", async () => {
  const workspace = open();
  expect(workspace.filesOf("T-1")).toBeNull();
  await prepare(workspace);
  expect(workspace.filesOf("T-1")).toEqual(sampleProject);
});
