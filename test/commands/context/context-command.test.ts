import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { ContextJson } from "../../../src/reports/context/context-json.ts";
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

const context = (...options: readonly string[]) =>
  desk.rehearsal("context", "latest", "--repo", root, ...options);
const jsonOf = async (...options: readonly string[]): Promise<ContextJson> =>
  JSON.parse((await context("--json", ...options)).stdout) as ContextJson;

describe("context", () => {
  test("lists the run's sessions, and tells of the one whose call came last", async () => {
    const { exitCode, stdout, stderr } = await context();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("tier3:math-1:2");
    expect(stdout).toContain("Tier 3 (Worker): math-2");
    expect(stdout).toMatch(/system [\d,]+ · tools [\d,]+ · files [\d,]+ · history [\d,]+/);
  });

  test("--json prints one object, and takes a ticket's name for its last worker", async () => {
    const { exitCode, stdout, stderr } = await context("--json", "--session", "math-1");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const output = JSON.parse(stdout) as ContextJson;
    expect(output.sessions.map(({ sessionId }) => String(sessionId))).toEqual([
      "tier1",
      "tier2:math",
      "tier3:math-1:1",
      "tier4:math-1:1",
      "tier3:math-1:2",
      "tier3:math-2:1",
    ]);
    expect(output.session).toMatchObject({ sessionId: "tier3:math-1:2", completedTurns: 2 });
  });

  test("--turn tells how it was right before that call", async () => {
    const { session } = await jsonOf("--session", "tier3:math-1:1", "--turn", "2");
    expect(session).toMatchObject({ turn: 2, completedTurns: 1, phase: "due" });
    expect(session?.rows).toHaveLength(3);
  });

  test("--watch ends with the run that it follows", async () => {
    const { exitCode, stdout } = await context("--watch", "--json");
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    expect((JSON.parse(lines[0]!) as ContextJson).session).not.toBeNull();
  });

  test("--html writes a page", async () => {
    const file = join(desk.folder, "context.html");
    const { exitCode, stderr } = await context("--html", file);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `${file} tells of 6 sessions.\n` });
    expect(await Bun.file(file).text()).toContain("<svg");
  });

  test("refuses a session or a turn that there is not, and names those that there are", async () => {
    const unknown = await context("--session", "nope");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain("tier3:math-2:1");
    const late = await context("--session", "math-2", "--turn", "9");
    expect(late.exitCode).toBe(2);
    expect(late.stderr).toContain("never came to turn 9");
  });

  test("--turn without --session keeps to the session that it shows, and names others", async () => {
    const { session } = await jsonOf("--turn", "2");
    expect(session).toMatchObject({ sessionId: "tier3:math-2:1", turn: 2 });
    const late = await context("--turn", "3");
    expect(late.exitCode).toBe(2);
    expect(late.stderr).toContain("tier3:math-2:1 never came to turn 3");
  });

  test("refuses options that cannot go together, and does nothing", async () => {
    const file = join(desk.folder, "never.html");
    for (const options of [
      ["--turn", "2", "--watch"],
      ["--html", file, "--json"],
      ["--html", file, "--watch"],
      ["--follow"],
    ]) {
      const { exitCode, stdout } = await context(...options);
      expect({ options, exitCode, stdout }).toEqual({ options, exitCode: 2, stdout: "" });
    }
    expect(await Bun.file(file).exists()).toBe(false);
  });

  test("--watch says at the end that the session never came", async () => {
    const { exitCode, stderr } = await context("--watch", "--session", "math-3");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no session "math-3". Did you mean "math-');
  });

  test("says which run it is, and which attempt of a ticket", async () => {
    const { stdout } = await context("--session", "math-1");
    expect(stdout).toStartWith("Add subtraction and tell of it\nrun ");
    expect(stdout).toContain("✓ done");
    expect(stdout).toContain("attempt 2 of 2");
  });
});

describe("show --usage", () => {
  const usage = (...options: readonly string[]) =>
    desk.rehearsal("show", "latest", "--repo", root, "--usage", ...options);

  test("--json groups the ledger; its sum is that of the projection", async () => {
    const { exitCode, stdout, stderr } = await usage("--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { sum, byTicket, byAttempt } = JSON.parse(stdout) as {
      sum: { total: { usage: Record<string, number> } };
      byTicket: { name: string }[];
      byAttempt: { name: string }[];
    };
    const shown = JSON.parse(
      (await desk.rehearsal("show", "latest", "--repo", root, "--json")).stdout,
    ) as { usage: Record<string, Record<string, number>> };
    for (const member of ["inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"]) {
      const projected = Object.values(shown.usage).reduce(
        (total, tier) => total + tier[member]!,
        0,
      );
      expect(sum.total.usage[member]).toBe(projected);
    }
    expect(byTicket.map(({ name }) => name)).toEqual(["(planning)", "math-1", "math-2"]);
    expect(byAttempt.map(({ name }) => name)).toContain("math-1 attempt 2");
  });

  test("tells the same for people", async () => {
    const { stdout } = await usage();
    for (const title of [
      "By tier",
      "By track",
      "By ticket",
      "By attempt",
      "By model",
      "By outcome",
    ])
      expect(stdout).toContain(title);
    expect(stdout).toMatch(/^discarded +\d/m);
    expect(stdout).toStartWith("Add subtraction and tell of it\nrun ");
    expect(stdout).toMatch(/^✗ math-1 attempt 1, failed /m);
  });
});
