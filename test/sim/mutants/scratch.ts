import { link, mkdir, mkdtemp, readdir, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Mutant } from "./mutant.ts";

const root = join(import.meta.dir, "../../..");

/** A copy of the program, in which one mistake after the other is made. */
export interface Scratch {
  /**
   * Plants the mistake, and mends the one before. Returns the folder of the copy, which has another name each time:
   * to the runtime its modules are new. Throws where the text to replace is not there exactly once.
   */
  plant(mutant: Mutant): Promise<string>;
  remove(): Promise<void>;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Copies the program and all scenarios. */
export async function openScratch(): Promise<Scratch> {
  const start = await mkdtemp(join(tmpdir(), "rehearsal-mutant-"));
  await Promise.all(["src", "scenarios", "test/sim/mutants"].map((path) => copyTree(path, start)));
  await Promise.all([
    link(join(root, "package.json"), join(start, "package.json")),
    link(join(root, "tsconfig.json"), join(start, "tsconfig.json")),
    symlink(join(root, "node_modules"), join(start, "node_modules")),
  ]);
  let folder = start;
  let planted = 0;
  let mended: string | null = null;
  return {
    async plant({ file, replace, by }) {
      const text = await Bun.file(join(root, file)).text();
      const found = text.split(replace).length - 1;
      if (found !== 1) {
        throw new Error(
          `${file} holds the text to replace ${found} times instead of once. Write the mutant anew:\n${replace}`,
        );
      }
      planted += 1;
      const next = `${start}-${planted}`;
      await rename(folder, next);
      folder = next;
      if (mended !== null) await putBack(mended, folder);
      mended = file;
      await rm(join(folder, file));
      await Bun.write(
        join(folder, file),
        text.replace(replace, () => by),
      );
      return folder;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function putBack(file: string, folder: string): Promise<void> {
  await rm(join(folder, file));
  await link(join(root, file), join(folder, file));
}

/** Hard links, but for scenarios. */
async function copyTree(path: string, folder: string): Promise<void> {
  await mkdir(join(folder, path), { recursive: true });
  const entries = await readdir(join(root, path), { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) return await copyTree(inner, folder);
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

/** Runs the program of a copy, from its own source. */
export async function runIn(folder: string, args: readonly string[]): Promise<Ended> {
  const child = Bun.spawn([process.execPath, "src/cli.ts", ...args], {
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
