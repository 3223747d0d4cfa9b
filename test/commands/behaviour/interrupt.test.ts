import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { project } from "../../../src/core/project.ts";
import { type Desk, eventsOf, type Going, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

const runJson = (root: string, name: string): Going =>
  desk.start("run", "--json", "--repo", root, ...playing(name));

/** Waits until the run has logged so much. */
async function seen(going: Going, isIt: (line: string) => boolean): Promise<void> {
  for await (const line of going.lines()) if (isIt(line)) return;
  throw new Error("the run ended before that was seen");
}

const isWorkerText = (line: string) =>
  line.includes('"type":"stream.deltas"') && line.includes("tier3");

test("a run interrupted in the middle of a stream ends with 130, and a resume comes to the same end", async () => {
  const root = await desk.repository();
  const going = runJson(root, "stalled-list");
  await seen(going, isWorkerText);

  going.kill("SIGINT");
  const interrupted = await going.ended;
  expect(interrupted).toMatchObject({ exitCode: 130, stderr: "" });
  const log = eventsOf(interrupted.stdout);
  expect(project(log)).toMatchObject({ outcome: "interrupted" });

  const resumed = await desk.rehearsal(
    "resume",
    "latest",
    "--json",
    "--repo",
    root,
    ...playing("stalled-list"),
  );
  expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
  const whole = [...log, ...eventsOf(resumed.stdout)];
  expect(whole.map((event) => event.seq)).toEqual(whole.map((_, index) => index + 1));

  const other = await desk.repository();
  const unbroken = await runJson(other, "one-list").ended;
  const expected = project(eventsOf(unbroken.stdout));
  const { outcome, tickets, streams } = project(whole);
  expect({ outcome, tickets, streams }).toEqual({
    outcome: "done",
    tickets: expected.tickets,
    streams: expected.streams,
  });
  const treeOf = async (repository: string) => {
    const branch = (await desk.git(repository, "branch", "--list", "rehearsal/*")).trim();
    return await desk.git(repository, "rev-parse", `${branch}^{tree}`);
  };
  expect(await treeOf(root)).toBe(await treeOf(other));
});

test("an interrupted run is let alone by others, takes its command with it, and asks whether it happened", async () => {
  const root = await desk.repository();
  const going = runJson(root, "long-command");
  await seen(going, (line) => line.includes('"type":"tool.started"'));
  const pid = await pidOfCommand();
  expect(isAlive(pid)).toBe(true);

  const meanwhile = await desk.rehearsal(
    "resume",
    "latest",
    "--repo",
    root,
    ...playing("long-command"),
  );
  expect(meanwhile).toMatchObject({ exitCode: 2, stdout: "" });
  expect(meanwhile.stderr).toContain("is going on in process");
  const shown = await desk.rehearsal("show", "latest", "--repo", root, "--json");
  expect(JSON.parse(shown.stdout)).toMatchObject({ outcome: "running" });

  going.kill("SIGTERM");
  expect((await going.ended).exitCode).toBe(130);
  expect(isAlive(pid)).toBe(false);

  const resumed = await desk.rehearsal(
    "resume",
    "latest",
    "--repo",
    root,
    ...playing("long-command"),
  );
  expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
  expect(resumed.stdout).toContain("it did happen");
});

test("a second signal does not wait for a command that ignores the first, and leaves none of it", async () => {
  const root = await desk.repository();
  const going = runJson(root, "long-command");
  await seen(going, (line) => line.includes('"type":"tool.started"'));
  const pid = await pidOfCommand();
  going.kill("SIGINT");
  going.kill("SIGTERM");
  expect((await going.ended).exitCode).toBe(130);
  // Killed, but whoever inherits it may take a while to notice.
  while (isAlive(pid)) await Bun.sleep(5);
});

/** The command writes its process's id into its worktree. */
async function pidOfCommand(): Promise<number> {
  for (;;) {
    const files = new Bun.Glob("**/pid.txt").scan({ cwd: desk.worktrees, absolute: true });
    for await (const file of files) {
      const text = await Bun.file(file).text();
      if (text.endsWith("\n")) return Number(text);
    }
    await Bun.sleep(5);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

/** Where there is a /proc, it tells a process that has ended and has not been looked at yet. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
