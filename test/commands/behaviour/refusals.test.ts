import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { Database } from "bun:sqlite";
import { chmod, mkdir } from "node:fs/promises";
import { realClock } from "../../../src/clock/real-clock.ts";
import { openStateDirectory } from "../../../src/store/state-directory.ts";
import { type Desk, fixture, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

/** Nothing on stdout, exit code 2, and a message that says this. */
async function refused(args: readonly string[], ...says: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await desk.rehearsal(...args);
  for (const text of says) expect(stderr).toContain(text);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
}

describe("wrong usage ends with 2", () => {
  test("an unknown command, with the one that was meant", () => refused(["rum"], "run"));
  test("an unknown option", () => refused(["run", "x", "--fast"], "--fast"));
  test("a number that is none", () => refused(["run", "x", "--workers", "0"], "whole number"));
  test("a duration that is none", () =>
    refused(["run", "x", "--popup-timeout", "soon"], "duration", "30s"));
  test("a provider that is unknown", () => refused(["run", "x", "--provider", "me"], "anthropic"));

  test("no epic", async () => {
    const root = await desk.repository();
    await refused(["run", "  ", "--repo", root, "--base-url", "ftp://x"], "http");
    await refused(["run", "--repo", root, "--provider", "mock"], "--scenario FILE");
  });
});

describe("a repository that no run can start in ends with 2", () => {
  const run = (path: string) => ["run", "x", "--repo", path];

  test("a missing folder", () => refused(run(`${desk.folder}/nowhere`), "There is no folder"));

  test("a folder that is no repository", async () => {
    await mkdir(`${desk.folder}/plain`);
    await refused(run(`${desk.folder}/plain`), "not in a git repository", "git init");
  });

  test("a bare repository", async () => {
    await desk.git(desk.folder, "init", "--quiet", "--bare", "bare");
    await refused(run(`${desk.folder}/bare`), "bare repository", "clone");
  });

  test("a repository without commits", async () => {
    await desk.git(desk.folder, "init", "--quiet", "empty");
    await refused(run(`${desk.folder}/empty`), "no commit yet", "git commit");
  });
});

describe("a run that cannot begin ends with 2 and leaves no branch", () => {
  const branches = (root: string) => desk.git(root, "branch", "--list", "rehearsal*");

  test("without a key: it names the variable and the way without one", async () => {
    const root = await desk.repository();
    await refused(["run", "x", "--repo", root], "ANTHROPIC_API_KEY", "cli.ts demo", "--scenario");
    expect(await branches(root)).toBe("");
    expect(await Bun.file(`${root}/.rehearsal/.gitignore`).exists()).toBe(false);
  });

  test("a scenario with mistakes: each with file and line", async () => {
    const root = await desk.repository();
    await refused(
      ["run", "--repo", root, ...playing("broken")],
      `${fixture("broken")}:7:`,
      "no tool of a worker",
    );
  });

  test("a scenario that is not there", async () => {
    const root = await desk.repository();
    await refused(["run", "--repo", root, "--scenario", "no.scenario.ts"], "there is no");
  });

  test("a configuration with a mistake: with file and line", async () => {
    const root = await desk.repository({
      "rehearsal.config.ts": "export default {\n  wrokers: 2,\n};\n",
    });
    await refused(["run", "--repo", root, ...playing("two-tickets")], ".config.ts:2", "wrokers");
  });

  test("a .rehearsal that is a file", async () => {
    const root = await desk.repository();
    await Bun.write(`${root}/.rehearsal`, "");
    await refused(["run", "--repo", root, ...playing("two-tickets")], "there is a file where");
    expect(await branches(root)).toBe("");
  });

  test("a database that another program holds", async () => {
    const root = await desk.repository();
    openStateDirectory(root, { clock: realClock }).close();
    const holder = new Database(`${root}/.rehearsal/runs.sqlite`);
    holder.run("BEGIN IMMEDIATE");
    try {
      await refused(["run", "--repo", root, ...playing("one-list")], "held by another program");
    } finally {
      holder.run("ROLLBACK");
      holder.close();
    }
    expect(await branches(root)).toBe("");
  });

  test("a .rehearsal that cannot be written", async () => {
    const root = await desk.repository();
    await mkdir(`${root}/.rehearsal`);
    await chmod(`${root}/.rehearsal`, 0o555);
    const run = unprivileged(["run", "--repo", root, ...playing("one-list")]);
    const said = await new Response(run.stderr).text();
    expect(await run.exited).toBe(2);
    expect(said).toContain("cannot be written. Make it writable");
    expect(await branches(root)).toBe("");
    await chmod(`${root}/.rehearsal`, 0o755);
  });

  test("a database that is none", async () => {
    const root = await desk.repository();
    await mkdir(`${root}/.rehearsal`);
    await Bun.write(`${root}/.rehearsal/runs.sqlite`, "this is a text of some length, no database");
    await refused(["run", "--repo", root, ...playing("two-tickets")], "is not a database");
    await refused(["runs", "--repo", root], "is not a database");
  });
});

test("a disk that fills up during the run lets it wait, with 3, says so, and a resume goes on", async () => {
  const root = await desk.repository();
  const played = ["--repo", root, ...playing("two-tickets")];
  // A limit on a file's size is what a full disk looks like to a process.
  const full = Bun.spawn(
    [
      "bash",
      "-c",
      'ulimit -f 40; exec "$@"',
      "bash",
      process.execPath,
      desk.program,
      "run",
      ...played,
    ],
    { cwd: desk.folder, env: desk.environment, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  );
  const said = await new Response(full.stderr).text();
  expect(await full.exited).toBe(3);
  expect(said).toContain("runs.sqlite");
  expect(said).toContain(" resume ");
  expect((await desk.rehearsal("resume", "latest", ...played)).exitCode).toBe(0);
});

/** The program as anybody runs it: permissions mean nothing to root, but to root without its privileges. */
function unprivileged(args: readonly string[]) {
  const drop = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"];
  const prefix = process.getuid?.() === 0 ? drop : [];
  return Bun.spawn([...prefix, process.execPath, desk.program, ...args], {
    cwd: desk.folder,
    env: desk.environment,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
}
