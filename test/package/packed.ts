import { mkdir, mkdtemp, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";

const root = join(import.meta.dir, "..", "..");

/** What somebody has who installed the package: a project's folder, and what the package's archive holds. */
export interface Installed {
  readonly folder: string;
  readonly packedBytes: number;
  /** Relative to the package. */
  readonly files: readonly string[];
}

/**
 * Packs the package as `npm publish` would, and unpacks it into an empty project. Its dependencies are linked from
 * this checkout, so that no test waits for a registry.
 */
export async function installPacked(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-package-"));
  const archive = join(folder, (await npmPack(folder)).trim());
  const modules = join(folder, "node_modules");
  const own = join(modules, "rehearsal");
  await mkdir(own, { recursive: true });
  await $`tar xzf ${archive} -C ${own} --strip-components=1`.quiet();
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name !== "rehearsal") await symlink(join(root, "node_modules", name), join(modules, name));
  }
  await Bun.write(join(folder, "package.json"), `{ "private": true, "type": "module" }\n`);
  const files = await Array.fromAsync(new Bun.Glob("**/*").scan({ cwd: own, dot: true }));
  return { folder, packedBytes: Bun.file(archive).size, files: files.toSorted() };
}

async function npmPack(folder: string): Promise<string> {
  return await $`npm pack --silent --pack-destination ${folder}`.cwd(root).text();
}

/** The programs of this machine but Bun, as somebody has who never heard of it. */
export async function programsWithoutBun(folder: string): Promise<string> {
  const programs = join(folder, "programs");
  await mkdir(programs);
  const linked = new Set(["bun", "bunx", "rehearsal"]);
  for (const place of ["/usr/local/bin", "/usr/bin", "/bin"]) {
    for (const name of await readdir(place).catch(() => [])) {
      if (linked.has(name)) continue;
      linked.add(name);
      await symlink(join(place, name), join(programs, name));
    }
  }
  return programs;
}
