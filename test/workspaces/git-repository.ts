import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cp, mkdir } from "node:fs/promises";

/** A folder for one test file, and a way to make repositories in it. */
export interface GitRepositories {
  create(
    files: Readonly<Record<string, string>>,
    objectFormat?: "sha1" | "sha256",
  ): Promise<GitRepository>;
  /** The repository at a root once more, with what `besides` says lies beside it: a copy costs a tenth of what git does. */
  copy(root: string, besides: (root: string) => string): Promise<GitRepository>;
  /** An empty folder. */
  folder(): Promise<string>;
  remove(): void;
}

export interface GitRepository {
  readonly root: string;
  git(...args: readonly string[]): Promise<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** What git and the shell see in tests: nothing of who runs them. */
export const testEnvironment = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
} as const;

export function gitRepositories(): GitRepositories {
  const parent = mkdtempSync(join(tmpdir(), "rehearsal-test-"));
  let count = 0;
  const made = new Map<string, Promise<string>>();
  const folder = async () => {
    const path = join(parent, String((count += 1)));
    await mkdir(path, { recursive: true });
    return path;
  };
  const copyFolder = (from: string, to: string) =>
    cp(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return {
    folder,
    async copy(root, besides) {
      const copied = await folder();
      await Promise.all([copyFolder(root, copied), copyFolder(besides(root), besides(copied))]);
      return repositoryAt(copied);
    },
    async create(files, objectFormat = "sha1") {
      // Git is asked once for each set of files: a copy costs a tenth of what it does.
      const key = JSON.stringify([objectFormat, files]);
      const template = made.get(key) ?? beginAt(await folder(), files, objectFormat);
      made.set(key, template);
      const root = await folder();
      await copyFolder(await template, root);
      return repositoryAt(root);
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

async function beginAt(
  root: string,
  files: Readonly<Record<string, string>>,
  objectFormat: "sha1" | "sha256",
): Promise<string> {
  const { git, write } = repositoryAt(root);
  const format = `--object-format=${objectFormat}`;
  await git("init", "--quiet", "--template=", "--initial-branch=main", format);
  await mkdir(join(root, ".git", "hooks"));
  await write(files);
  await git("add", "--all");
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];
  await git(...identity, "commit", "--quiet", "--allow-empty", "-m", "start");
  return root;
}

function repositoryAt(root: string): GitRepository {
  return {
    root,
    async git(...args) {
      const child = Bun.spawn(["git", ...args], {
        cwd: root,
        env: testEnvironment,
        stdout: "pipe",
        stderr: "pipe",
      });
      const [out, said] = await Promise.all([
        new Response(child.stdout).text(),
        new Response(child.stderr).text(),
      ]);
      if ((await child.exited) !== 0) throw new Error(`git ${args.join(" ")}: ${said}`);
      return out;
    },
    async write(files) {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(join(root, dirname(path)), { recursive: true });
        await Bun.write(join(root, path), text);
      }
    },
  };
}
