import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mkdir } from "node:fs/promises";

/** A folder for one test file, and a way to make repositories in it. */
export interface GitRepositories {
  create(
    files: Readonly<Record<string, string>>,
    objectFormat?: "sha1" | "sha256",
  ): Promise<GitRepository>;
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
  const folder = async () => {
    const path = join(parent, String((count += 1)));
    await mkdir(path, { recursive: true });
    return path;
  };
  return {
    folder,
    async create(files, objectFormat = "sha1") {
      const repository = repositoryAt(await folder());
      const format = `--object-format=${objectFormat}`;
      await repository.git("init", "--quiet", "--initial-branch=main", format);
      await repository.write(files);
      await repository.git("add", "--all");
      const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];
      await repository.git(...identity, "commit", "--quiet", "--allow-empty", "-m", "start");
      return repository;
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
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
