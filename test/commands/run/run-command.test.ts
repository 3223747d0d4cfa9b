import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Desk, type Ended, eventsOf, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

describe("a scripted run on a real repository", () => {
  let root: string;
  let statusBefore: string;
  let run: Ended;
  beforeAll(async () => {
    root = await desk.repository();
    await Bun.write(`${root}/mine.txt`, "not committed\n");
    statusBefore = await desk.git(root, "status", "--porcelain=v2", "--branch");
    run = await desk.rehearsal("run", "--repo", root, ...playing("two-tickets"));
  });

  test("leaves a branch with one commit a ticket, whose diff is what the worker wrote", async () => {
    expect(run.exitCode).toBe(0);
    const branch = (await desk.git(root, "branch", "--list", "rehearsal/*")).trim();
    expect(await desk.git(root, "log", "--format=%s", `main..${branch}`)).toBe(
      "math-2: Tell of subtract\nmath-1: Implement subtract\n",
    );
    expect(await desk.git(root, "diff", "--name-status", "main", branch)).toBe(
      "A\tREADME.md\nA\tsrc/subtract.ts\n",
    );
    expect(await desk.git(root, "show", `${branch}:src/subtract.ts`)).toBe(
      "export const subtract = (a: number, b: number) => a - b;\n",
    );
  });

  test("leaves the user's tree as it was, and says that uncommitted changes stay out of it", async () => {
    expect(await desk.git(root, "status", "--porcelain=v2", "--branch")).toBe(statusBefore);
    expect(await Bun.file(`${root}/mine.txt`).text()).toBe("not committed\n");
    expect(run.stderr).toContain("starts from the last commit");
  });

  test("leaves no worktree and no branch of a ticket behind", async () => {
    expect((await desk.git(root, "worktree", "list")).trim().split("\n")).toHaveLength(1);
    expect(await desk.git(root, "branch", "--list", "rehearsal-ticket/*")).toBe("");
  });

  test("is told in plain lines where there is no terminal", () => {
    expect(run.stdout).toContain("Worker math-1 │ ✗ check failed");
    expect(run.stdout).toContain("QA math-1");
    expect(run.stdout).toContain("2 done");
    expect(run.stdout).not.toContain("\u001b");
  });
});

describe("the flags of run", () => {
  test("--json prints an event a line and nothing else; others win over the scenario", async () => {
    const root = await desk.repository();
    const flags = ["--json", "--workers", "1", "--attempts", "3", "--model", "tier3=my-model"];
    const played = playing("two-tickets");
    const run = await desk.rehearsal("run", "My own", "--repo", root, ...flags, ...played);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const events = eventsOf(run.stdout);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({
      type: "run.started",
      epic: "My own",
      settings: {
        workers: 1,
        attempts: 3,
        check: "bun test",
        models: { tier2: { model: "claude-opus-5-5" }, tier3: { model: "my-model" } },
      },
    });
    expect(events.at(-1)).toMatchObject({ type: "run.ended", outcome: "done" });
  });

  test("ends with 1 where it is not as expected or a reply is left over, and says which", async () => {
    const root = await desk.repository();
    const run = await desk.rehearsal("run", "--repo", root, ...playing("unmet"));
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain("✓ done");
    expect(run.stderr).toContain("expected file missing.txt");
    expect(run.stderr).toContain('No request came for tier3("none-1"), turn 2');
  });

  test("waits with 3 where nobody can be asked, and a resume goes on", async () => {
    const root = await desk.repository();
    const run = await desk.rehearsal("run", "--repo", root, "--ask", ...playing("two-tickets"));
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(/ resume \S+ --repo /);

    const resumed = await desk.rehearsal(
      "resume",
      "latest",
      "--repo",
      root,
      ...playing("two-tickets"),
    );
    expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
    const [branch = ""] = (await desk.git(root, "branch", "--list", "rehearsal/*")).split("\n");
    expect(await desk.git(root, "rev-list", "--count", `main..${branch.trim()}`)).toBe("2\n");
  });

  test("reads rehearsal.config.ts, over which flags win; what its code prints is no JSON, and what it leaves ends", async () => {
    const config = `
      console.log("printed at import");
      setInterval(() => process.stdout.write("printed later\\n"), 20);
      export default { workers: 2, attempts: 4, rules: [{ action: "deny", tool: "bash" }] };`;
    const root = await desk.repository({ "rehearsal.config.ts": config });
    const played = playing("two-tickets");
    const run = await desk.rehearsal("run", "--repo", root, "--workers", "3", "--json", ...played);
    expect(eventsOf(run.stdout)[0]).toMatchObject({
      settings: { workers: 3, attempts: 4, rules: [{ action: "deny", tool: "bash" }] },
    });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain('approve.tool("math-2", "bash")');
    for (const words of ["printed at import", "printed later"]) expect(run.stderr).toContain(words);
  });
});
