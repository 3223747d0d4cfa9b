import { link, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Mutant } from "./mutant.ts";

const root = join(import.meta.dir, "../../..");

/** A copy of the program in which one mistake was made, and these scenarios. */
export interface Scratch {
  readonly folder: string;
  /** Runs the program there, from its own source. */
  rehearsal(args: readonly string[]): Promise<Ended>;
  remove(): Promise<void>;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Copies the program and plants the mistake; throws where the text to replace is not there exactly once. */
export async function plant({ file, replace, by }: Mutant): Promise<Scratch> {
  const text = await Bun.file(join(root, file)).text();
  const found = text.split(replace).length - 1;
  if (found !== 1) {
    throw new Error(
      `${file} holds the text to replace ${found} times instead of once. Write the mutant anew:\n${replace}`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-mutant-"));
  await Promise.all(
    ["src", "scenarios", "test/sim/mutants"].map((path) => copyTree(path, folder, file)),
  );
  await Promise.all([
    link(join(root, "package.json"), join(folder, "package.json")),
    link(join(root, "tsconfig.json"), join(folder, "tsconfig.json")),
    symlink(join(root, "node_modules"), join(folder, "node_modules")),
    Bun.write(
      join(folder, file),
      text.replace(replace, () => by),
    ),
  ]);
  return {
    folder,
    rehearsal: (args) => run(folder, ["src/cli.ts", ...args]),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Hard links, but for the file that is `left` and for scenarios. */
async function copyTree(path: string, folder: string, left: string): Promise<void> {
  await mkdir(join(folder, path), { recursive: true });
  const entries = await readdir(join(root, path), { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) return await copyTree(inner, folder, left);
      if (inner === left) return;
      if (entry.name.endsWith(".scenario.ts")) return await copyScenario(inner, folder);
      await link(join(root, inner), join(folder, inner));
    }),
  );
}

/** A process keeps the first `rehearsal/sim` that it loads, so a scenario names the one that is beside it. */
async function copyScenario(path: string, folder: string): Promise<void> {
  const text = await Bun.file(join(root, path)).text();
  const api = relative(dirname(path), "src/sim/api.ts");
  await Bun.write(join(folder, path), text.replaceAll('"rehearsal/sim"', JSON.stringify(api)));
}

async function run(folder: string, args: readonly string[]): Promise<Ended> {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { exitCode, stdout, stderr };
}
