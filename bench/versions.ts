import { join } from "node:path";

/** Whose versions a ratio depends on: Bun's, and those of the libraries that are measured or measured against. */
export async function versions(): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = { bun: Bun.version };
  const peers = Object.keys((await packageAt(import.meta.dir)).dependencies ?? {});
  for (const name of [...ours, ...peers]) {
    const root = peers.includes(name) ? import.meta.dir : join(import.meta.dir, "..");
    found[name] = (await packageAt(join(root, "node_modules", name))).version;
  }
  return found;
}

const ours = ["@anthropic-ai/sdk", "msw", "fast-check", "commander"];

interface PackageFile {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const packageAt = async (folder: string): Promise<PackageFile> =>
  (await Bun.file(join(folder, "package.json")).json()) as PackageFile;
