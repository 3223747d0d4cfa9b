import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Desk, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
let root: string;
beforeAll(async () => {
  desk = await newDesk();
  root = await desk.repository();
  await desk.rehearsal("run", "--repo", root, ...playing("two-tickets"));
});
afterAll(() => desk.clear());

describe("show", () => {
  test("--json prints the projection", async () => {
    const { exitCode, stdout, stderr } = await desk.rehearsal(
      "show",
      "latest",
      "--repo",
      root,
      "--json",
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const amounts = {
      inputTokens: expect.any(Number),
      outputTokens: expect.any(Number),
      cacheReadTokens: expect.any(Number),
      cacheWriteTokens: expect.any(Number),
      costUsd: expect.any(Number),
    };
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({
      outcome: "done",
      epic: "Add subtraction and tell of it",
      tracks: [{ id: "math", status: "done" }],
      tickets: [
        { id: "math-1", trackId: "math", status: "done", dependsOn: [], attempts: 2 },
        { id: "math-2", trackId: "math", status: "done", dependsOn: ["math-1"], attempts: 1 },
      ],
      streams: {
        "Tier 1 (Orchestrator)": { turns: 1, status: "ended" },
        "Tier 2 (Tech Lead): math": { turns: 1, status: "ended" },
        "Tier 3 (Worker): math-1": { text: "I add it.Done.Now it is right.", turns: 4 },
        "Tier 3 (Worker): math-2": { text: "Told.", turns: 2 },
        "Tier 4 (QA): math-1": { text: "src/subtract.ts exports the wrong name." },
      },
      popups: expect.arrayContaining([
        { id: "tracks:1", kind: "tracks", ticketId: null, decision: "approve" },
        { id: "spawn:math-1:2", kind: "spawn", ticketId: "math-1", decision: "approve" },
      ]),
      usage: { tier1: amounts, tier2: amounts, tier3: amounts, tier4: amounts },
      events: expect.any(Number),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test("tells the same for people, by the beginning of a run's id too", async () => {
    const { runs } = JSON.parse(
      (await desk.rehearsal("runs", "--repo", root, "--json")).stdout,
    ) as {
      runs: { runId: string }[];
    };
    const { stdout } = await desk.rehearsal("show", runs[0]!.runId.slice(0, -1), "--repo", root);
    expect(stdout).toContain("math-2  Tell of subtract");
    expect(stdout).toContain("3 Worker");
  });

  test("refuses a run that is not there with 2, and names the latest", async () => {
    const { exitCode, stderr } = await desk.rehearsal("show", "1999", "--repo", root);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("There is no run");
    expect(stderr).toContain("the latest is");
  });
});

describe("runs", () => {
  test("lists what there is", async () => {
    const { exitCode, stdout } = await desk.rehearsal("runs", "--repo", root, "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ epic: "Add subtraction and tell of it", outcome: "done" }],
    });
  });

  test("says so where there is none, and leaves no trace", async () => {
    const empty = await desk.repository();
    const { exitCode, stdout } = await desk.rehearsal("runs", "--repo", empty);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("No runs yet"),
    });
    expect(await desk.git(empty, "status", "--porcelain", "--ignored")).toBe("");
  });
});

test("where the folder for runs was removed, runs and show tell of what git still holds", async () => {
  const cleared = await desk.repository();
  await desk.rehearsal("run", "--repo", cleared, ...playing("two-tickets"));
  await desk.git(cleared, "clean", "--quiet", "-fdx");
  const words =
    /^git holds what the run \S+ made, and .*\/\.rehearsal, where runs are recorded, is not here/;
  const runs = await desk.rehearsal("runs", "--repo", cleared);
  expect(runs).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("No runs yet"),
    stderr: expect.stringMatching(words),
  });
  const shown = await desk.rehearsal("show", "latest", "--repo", cleared);
  expect(shown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("git holds what") });
});

test("resume says of a run that is done that it is, and ends as it did", async () => {
  const { exitCode, stdout, stderr } = await desk.rehearsal("resume", "latest", "--repo", root);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  expect(stderr).toContain("is done already");
});

test("resume does not call a run done whose log was copied from another repository", async () => {
  const other = await desk.repository();
  await cp(join(root, ".rehearsal"), join(other, ".rehearsal"), { recursive: true });
  const { exitCode, stdout, stderr } = await desk.rehearsal("resume", "latest", "--repo", other);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(`is not in ${other}`);
});

test("resume of a scripted run knows its scenario, and that a person decides", async () => {
  const waiting = await desk.repository();
  await desk.rehearsal("run", "--repo", waiting, "--ask", ...playing("two-tickets"));
  const { exitCode, stderr } = await desk.rehearsal("resume", "latest", "--repo", waiting);
  expect(exitCode).toBe(3);
  expect(stderr).toContain("A decision waits");
});

describe("doctor", () => {
  test("finds a repository well, without a word of the key's value", async () => {
    const { exitCode, stdout } = await desk.rehearsal("doctor", "--repo", root, "--json");
    const report = JSON.parse(stdout) as { ok: boolean; findings: { name: string }[] };
    expect({ exitCode, ok: report.ok }).toEqual({ exitCode: 0, ok: true });
    expect(report.findings.map((finding) => finding.name)).toEqual([
      "bun",
      "git",
      "key",
      "terminal",
      "commands",
      "sandbox",
      "repository",
      "state",
      "config",
      "worktrees",
    ]);
  });

  test("ends with 1 where something stands in the way, and says what", async () => {
    const broken = await desk.repository({
      "rehearsal.config.ts": "export default { wrokers: 1 };\n",
    });
    const { exitCode, stdout } = await desk.rehearsal("doctor", "--repo", broken);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("wrokers");
  });
});

test("every command has help with examples", async () => {
  for (const command of ["run", "resume", "runs", "show", "doctor", "demo"]) {
    const { exitCode, stdout } = await desk.rehearsal(command, "--help");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`$ rehearsal ${command}`);
  }
});

test("a reader that stops early is no failure", async () => {
  const shell = `set -o pipefail; "$0" "$1" show latest --repo "$2" --json | head -c 1`;
  const child = Bun.spawn(["bash", "-c", shell, process.execPath, desk.program, root], {
    env: desk.environment,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [text, said] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect({ text, said, exitCode: await child.exited }).toEqual({
    text: "{",
    said: "",
    exitCode: 0,
  });
});
