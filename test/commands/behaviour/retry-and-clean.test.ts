import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Desk, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

let desk: Desk;
let root: string;
beforeAll(async () => {
  desk = await newDesk();
  root = await desk.repository();
});
afterAll(() => desk.clear());

const repo = () => ["--repo", root];
const refs = async (below: string) =>
  (await desk.git(root, "for-each-ref", "--format=%(refname)", below)).split("\n").filter(Boolean);

test("a failed ticket's work is kept and shown, a retry goes on to done, and clean leaves what is not merged", async () => {
  const first = await desk.rehearsal("run", ...repo(), ...playing("once-more"));
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toMatch(/ retry \S+ --repo /);
  const shown = await desk.rehearsal("show", "latest", ...repo(), "--json");
  const { kept } = JSON.parse(shown.stdout) as { kept: { ticketId: string; ref: string }[] };
  expect(kept).toMatchObject([{ ticketId: "T-1" }]);
  expect(await desk.git(root, "show", `${kept[0]!.ref}:first.txt`)).toBe("first.txt\n");
  expect((await desk.rehearsal("show", ...repo())).stdout).toContain(`git show ${kept[0]!.ref}`);

  const unknown = await desk.rehearsal(
    "retry",
    "latest",
    "T-9",
    ...repo(),
    ...playing("once-more"),
  );
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain("It has: T-1, T-2.");

  await Bun.write(join(desk.folder, "home", "service-is-up"), "");
  const note = ["--note", "the service is up"];
  const again = await desk.rehearsal(
    "retry",
    "latest",
    ...note,
    ...repo(),
    ...playing("once-more"),
  );
  expect({ exitCode: again.exitCode, stderr: again.stderr }).toEqual({ exitCode: 0, stderr: "" });
  const [branch] = await refs("refs/heads/rehearsal/");
  const log = await desk.git(root, "log", "--format=%s", `main..${branch}`);
  expect(log).toBe("T-2: Second\nT-1: First\n");

  const cleaned = await desk.rehearsal("clean", ...repo());
  expect(cleaned.exitCode).toBe(0);
  expect(cleaned.stdout).toContain("it is not merged: git merge rehearsal/");
  expect(await refs("refs/heads/rehearsal/")).toEqual([branch!]);
  expect(await refs("refs/rehearsal/")).toEqual([kept[0]!.ref]);

  const forced = await desk.rehearsal("clean", "latest", "--force", ...repo(), "--json");
  expect(JSON.parse(forced.stdout)).toMatchObject({ runs: [{ stays: [] }] });
  expect(await refs("refs/")).toEqual(["refs/heads/main"]);
  expect(await readdir(desk.worktrees).catch(() => [])).toEqual([]);
  expect((await desk.rehearsal("clean", ...repo())).stdout).toBe("There is nothing to clean.\n");
});
