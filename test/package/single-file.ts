import { mkdtemp, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";

const root = join(import.meta.dir, "..", "..");

/** Compiles the program into one file and moves it to where nothing of this checkout is. */
export async function buildSingleFile(): Promise<{ folder: string; program: string }> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-single-"));
  const program = join(folder, "rehearsal");
  const built = (await $`${process.execPath} scripts/build.ts`.cwd(root).text()).trim();
  await rename(built, program).catch(() => $`cp ${built} ${program}`);
  return { folder, program };
}
