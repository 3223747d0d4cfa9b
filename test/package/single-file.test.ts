import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import { programsWithoutBun } from "./packed.ts";
import { buildSingleFile } from "./single-file.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

let folder: string;
let program: string;
let programs: string;
/** It waits most of its time, as models do, so the other tests go on meanwhile. */
let demo: ReturnType<typeof run>;
beforeAll(async () => {
  ({ folder, program } = await buildSingleFile());
  programs = await programsWithoutBun(folder);
  await mkdir(join(folder, "empty"));
  demo = run("demo");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** In an empty folder, with an empty environment but for a home and programs that are not Bun. */
async function run(...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await $`${program} ${words}`
    .cwd(join(folder, "empty"))
    .env({ PATH: programs, HOME: folder, TMPDIR: folder })
    .nothrow()
    .quiet();
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
}

describe("the program as one file", () => {
  test("rehearses a scenario of one's own, on threads too", async () => {
    const file = join(folder, "own.scenario.ts");
    await Bun.write(
      file,
      `import { allow, calls, outcome, reply, says, scenario, tickets } from "rehearsal/sim";
       import { tier1, tier2, tier3, tracks } from "rehearsal/sim";
       export default scenario({
         name: "one ticket", epic: "One file", rules: [allow.everything()],
         models: [
           tier1(reply(tracks({ id: "a", title: "A" }))),
           tier2("a", reply(tickets({ id: "A-1", title: "T", files: ["a.ts"] }))),
           tier3("A-1", reply(calls("write", { file_path: "a.ts", content: "export {};" })), reply(says("done"))),
         ],
         expect: [outcome("done")],
       });\n`,
    );
    const { exitCode, stdout, stderr } = await run("sim", file, "--seeds", "60", "--jobs", "2");
    expect(stderr).not.toContain("mistake in rehearsal");
    expect(stdout).toContain("one ticket");
    expect(exitCode).toBe(0);
  });

  test("loads a scenario that imports a package which is installed beside it", async () => {
    const project = join(folder, "project");
    await Bun.write(
      join(project, "node_modules/weather/package.json"),
      JSON.stringify({ name: "weather", type: "module", exports: "./lib/forecast.js" }),
    );
    await Bun.write(
      join(project, "node_modules/weather/lib/forecast.js"),
      `export const forecast = "rain";`,
    );
    const file = join(project, "weather.scenario.ts");
    await Bun.write(
      file,
      `import { agent } from "rehearsal/sim";
       import { forecast } from "weather";
       export default agent({ name: forecast, replies: [], run: async () => {} });\n`,
    );
    const { exitCode, stdout } = await run("sim", file);
    expect(stdout).toContain("✓ rain");
    expect(exitCode).toBe(0);
  });

  test("runs no code of the folder that it is started in", async () => {
    const hostile = join(folder, "hostile");
    await Bun.write(join(hostile, "bunfig.toml"), `preload = ["./before.ts"]\n`);
    await Bun.write(join(hostile, "before.ts"), `console.log("RAN BEFORE");`);
    const output = await $`${program} --version`
      .cwd(hostile)
      .env({ PATH: programs, HOME: folder, TMPDIR: folder })
      .text();
    expect(output).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("says what it can do, and lists runs where there are none", async () => {
    expect((await run("--help")).stdout).toContain("Usage: rehearsal");
    expect((await run("context", "latest")).exitCode).toBe(2);
  });

  test("plays the demo, and names a script that is there", async () => {
    const { exitCode, stdout } = await demo;
    expect(exitCode).toBe(0);
    const shown = /the script you saw +(\S+)/.exec(stdout)?.[1] ?? "";
    expect(await Bun.file(shown).text()).toContain('from "rehearsal/sim"');
  });
});
