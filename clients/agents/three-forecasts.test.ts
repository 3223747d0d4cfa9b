import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { bareEnvironment } from "../serve.ts";
import { frameworks } from "./frameworks.ts";
import type { Rehearsed } from "./rehearse-frameworks.ts";
import type { Version } from "./three-forecasts.ts";

/**
 * CI takes the short form. The long one: `REHEARSAL_LONG=1 bun test agents/three-forecasts.test.ts`. Its figures are
 * printed by `bun agents/rehearse-frameworks.ts 1000`.
 */
const isLong = process.env["REHEARSAL_LONG"] === "1";
const { seeds, processes, replayed } = isLong
  ? { seeds: 1000, processes: 20, replayed: 15 }
  : { seeds: 6, processes: 2, replayed: 1 };

setDefaultTimeout(isLong ? 7_200_000 : 120_000);

/** In a process of its own: `bun test` takes what nobody caught for itself, which is a finding here. */
async function run(...words: readonly string[]) {
  const child = Bun.spawn([process.execPath, ...words], {
    cwd: import.meta.dir,
    env: bareEnvironment(),
    stdin: "ignore",
    stdout: "pipe",
    // What frameworks write about each failed request.
    stderr: "ignore",
  });
  const [stdout, exitCode] = await Promise.all([new Response(child.stdout).text(), child.exited]);
  return { stdout, exitCode };
}

async function rehearse(...words: readonly string[]): Promise<readonly Rehearsed[]> {
  const { stdout, exitCode } = await run("rehearse-frameworks.ts", ...words);
  expect(exitCode).toBe(0);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Rehearsed);
}

const all = rehearse(String(seeds));
const rowOf = async (name: string, wanted: Version) =>
  (await all).find(({ framework, version }) => framework === name && version === wanted)!;

describe.each(Object.keys(frameworks))("%s, unmodified", (name) => {
  test.each([
    ["lost update", /^LOST UPDATE: [12] of 3/],
    ["missing retry", /^(?:The agent threw|Nobody caught this)/],
    ["mixed streams", /^law a5 \(streams apart\) is broken/],
  ] as const)("a program with %s is found within 50 seeds, and shrunk", async (version, words) => {
    const { found } = await rowOf(name, version);
    expect(found?.says).toMatch(words);
    expect(found?.deterministic).toBe(true);
    expect(found!.deviations + found!.faults.length).toBeLessThanOrEqual(3);
  });

  test("the right program passes every seed, of orders and of drawn faults", async () => {
    expect(await rowOf(name, "right under orders")).toMatchObject({ found: null });
    expect(await rowOf(name, "right under drawn faults")).toMatchObject({ found: null });
  });
});

test("what was found is replayed by one line in a new process", async () => {
  const program = join(import.meta.dir, "..", "..", "src", "cli.ts");
  const found = (await all).flatMap((row) => row.found ?? []).toReversed();
  for (const { code, says } of found.slice(0, replayed)) {
    const replay = await run(program, "sim", "forecasts.scenario.ts", "--replay", code);
    expect(replay.exitCode).toBe(1);
    expect(replay.stdout).toContain(says.split("\n")[0]!);
  }
});

test("the same seeds give the same traces in every process", async () => {
  const traces = new Set<string>();
  for (let nth = 0; nth < processes; nth++) {
    const rows = await rehearse("2", "right");
    expect(rows).toHaveLength(10);
    traces.add(rows.map(({ trace }) => trace).join());
  }
  expect([...traces]).toHaveLength(1);
});
