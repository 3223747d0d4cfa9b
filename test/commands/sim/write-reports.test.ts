import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Desk, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

const scenario = join(import.meta.dir, "..", "..", "..", "scenarios", "always.scenario.ts");

test("sim that is to write files alone says on stderr how it went", async () => {
  const file = join(desk.folder, "report.html");
  const { exitCode, stdout, stderr } = await desk.rehearsal(
    "sim",
    scenario,
    "--reporter",
    `html=${file}`,
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  expect(stderr).toStartWith("Rehearsing 1 scenario, 1 schedule.\n");
  expect(stderr).toContain("1 scenario passed");
  expect(await Bun.file(file).text()).toContain("<!doctype html>");
});

test("sim that tells people anyway does not say it twice", async () => {
  const file = join(desk.folder, "report.xml");
  const flags = ["--reporter", "line", "--reporter", `junit=${file}`];
  const { stdout, stderr } = await desk.rehearsal("sim", scenario, ...flags);
  expect(stdout).toContain("1 scenario passed");
  expect(stderr).not.toContain("1 scenario passed");
});

test("the replay that is printed works as it is pasted, also where the path has a space", async () => {
  const file = join(desk.folder, "a folder", "left.scenario.ts");
  await Bun.write(
    file,
    (await Bun.file(scenario).text()).replace(/expect: \[/, 'expect: [outcome("failed"), '),
  );
  const { exitCode, stdout } = await desk.rehearsal("sim", file);
  expect(exitCode).toBe(1);
  const pasted = /replay (.+)/.exec(stdout)![1]!;
  const shell = Bun.spawn(["sh", "-c", pasted], {
    cwd: desk.folder,
    env: desk.environment,
    stdout: "pipe",
  });
  expect(await new Response(shell.stdout).text()).toContain("(replayed)");
  expect(await shell.exited).toBe(1);
  const json = await desk.rehearsal("sim", file, "--json");
  expect(JSON.parse(json.stdout).scenarios[0].failures[0].replay).toBe(pasted);
});

test("what a replay would ignore is refused beside it", async () => {
  const refused = async (...flags: readonly string[]) =>
    await desk.rehearsal("sim", scenario, "--replay", "r2.any", ...flags);
  const seeds = await refused("--seeds", "20", "--faults", "all");
  expect(seeds.stderr).toContain("leave --seeds and --faults out");
  expect(seeds.exitCode).toBe(2);
  const watched = await refused("--watch", "--last-failed");
  expect(watched.stderr).toContain("leave --last-failed out");
  expect(watched.exitCode).toBe(2);
});

test("two reports of one file, and one of none, are refused before anything is rehearsed", async () => {
  const file = join(desk.folder, "both");
  const both = ["--reporter", `html=${file}`, "--reporter", `json=${file}`];
  const twice = await desk.rehearsal("sim", scenario, ...both);
  expect(twice.stderr).toContain(`Two reports would be written to ${file}.`);
  expect(twice.exitCode).toBe(2);
  const unnamed = await desk.rehearsal("sim", scenario, "--reporter", "json=-");
  expect(unnamed.stderr).toContain("JSON is printed on stdout by --json.");
  expect(unnamed.exitCode).toBe(2);
});

test("a corpus in its usual folder is ignored by git", async () => {
  const { exitCode } = await desk.rehearsal("sim", scenario, "--corpus", "--seeds", "2");
  expect(exitCode).toBe(0);
  expect(await Bun.file(join(desk.folder, ".rehearsal", ".gitignore")).text()).toBe("*\n");
});

test("a report that cannot be written at the end keeps back no other, nor what failed", async () => {
  const file = join(desk.folder, "loses-a-folder.scenario.ts");
  const gone = join(desk.folder, "gone");
  await mkdir(gone);
  const expected = `check("gone", () => (rmSync(${JSON.stringify(gone)}, { recursive: true, force: true }), false)), `;
  await Bun.write(
    file,
    `import { rmSync } from "node:fs";\n${(await Bun.file(scenario).text()).replace(/expect: \[/, `expect: [${expected}`)}`,
  );
  const kept = join(desk.folder, "kept.xml");
  const reporters = [`json=${join(gone, "x.json")}`, `junit=${kept}`];
  const flags = reporters.flatMap((one) => ["--reporter", one]);
  const { exitCode, stderr } = await desk.rehearsal("sim", file, ...flags);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("The json report cannot be written");
  expect(stderr).toMatch(/✗ [\s\S]+replay /);
  expect(await Bun.file(kept).text()).toContain("<failure");
});

test("what --last-failed would ignore is refused beside it", async () => {
  const { exitCode, stderr } = await desk.rehearsal("sim", "--last-failed", "--seeds", "4");
  expect({ exitCode, stderr }).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("leave --seeds out"),
  });
});

test("a part that is dealt no schedule says so", async () => {
  const { exitCode, stderr } = await desk.rehearsal("sim", scenario, "--shard", "2/2");
  expect(exitCode).toBe(0);
  expect(stderr).toContain("--shard 2/2 is dealt none of so few schedules");
});

test("the parts of a rehearsal that was interrupted say so when they are joined", async () => {
  const file = join(desk.folder, "part.json");
  await desk.rehearsal("sim", scenario, "--reporter", `json=${file}`);
  const report = await Bun.file(file).json();
  expect(report).not.toHaveProperty("interrupted");
  await Bun.write(file, JSON.stringify({ ...report, interrupted: true }));
  const { exitCode, stdout, stderr } = await desk.rehearsal("merge", file, "--json");
  expect({ exitCode, merged: JSON.parse(stdout) }).toMatchObject({
    exitCode: 0,
    merged: { interrupted: true },
  });
  expect(stderr).toContain(`${file} is of a rehearsal that was interrupted`);
});
