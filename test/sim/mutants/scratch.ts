import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Found } from "./hunt.ts";
import type { Mutant } from "./mutant.ts";

const root = join(import.meta.dir, "../../..");

/** A copy of the program in which one mistake was made, and these scenarios. */
export interface Scratch {
  readonly folder: string;
  /** Runs the program there, from its own source. */
  rehearsal(args: readonly string[]): Promise<Ended>;
  /** Explores a scenario there until it fails, and replays that. */
  hunt(file: string, faults: "scripted" | "all"): Promise<Found | null>;
  remove(): Promise<void>;
}

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Copies the program and plants the mistake; throws where the text to replace is not there exactly once. */
export async function plant({ file, replace, by }: Mutant): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-mutant-"));
  const copied = ["src", "scenarios", "package.json", "tsconfig.json", "test/sim/mutants"];
  await Promise.all(
    copied.map((path) => cp(join(root, path), join(folder, path), { recursive: true })),
  );
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const path = join(folder, file);
  const text = await Bun.file(path).text();
  const found = text.split(replace).length - 1;
  if (found !== 1) {
    throw new Error(
      `${file} holds the text to replace ${found} times instead of once. Write the mutant anew:\n${replace}`,
    );
  }
  await Bun.write(
    path,
    text.replace(replace, () => by),
  );
  return {
    folder,
    rehearsal: (args) => run(folder, ["src/cli.ts", ...args]),
    async hunt(file, faults) {
      const { stdout, stderr, exitCode } = await run(folder, [
        "test/sim/mutants/hunt.ts",
        file,
        faults,
      ]);
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout) as Found | null;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
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
