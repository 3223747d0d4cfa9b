import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Desk, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

test("a run whose git has gone waits for it; one that has ended says what git can't put away, and clean does it", async () => {
  const root = await desk.repository();
  await mkdir(join(desk.folder, "home"), { recursive: true });
  const scene = ["--repo", root, ...playing("git-in-the-way")];
  const first = await desk.rehearsal("run", ...scene);
  expect({ exitCode: first.exitCode, stderr: first.stderr }).toEqual({ exitCode: 3, stderr: "" });
  await rename(join(desk.folder, "home", "git-away"), join(root, ".git"));

  const second = await desk.rehearsal("resume", "latest", ...scene);
  expect(second.exitCode).toBe(1);
  const [run] = /clean (\S+)/.exec(second.stderr)?.slice(1) ?? [];
  expect(second.stderr).toContain("Once that is mended: ");
  const kept = `refs/rehearsal/${run}/kept`;
  await rm(join(root, ".git", kept));
  const cleaned = await desk.rehearsal("clean", run ?? "", "--repo", root);
  expect(cleaned.stdout).toContain("it holds work of T-2");
  expect(await desk.git(root, "show", `${kept}/T-2/1:second.txt`)).toBe("second.txt\n");
});
