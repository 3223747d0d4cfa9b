import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Event } from "../../src/core/event.ts";

/** How a command ended, and what it said. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is going on. */
export interface Going {
  /** The lines of its stdout as they come. */
  lines(): AsyncGenerator<string>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** A folder for one test, with a cache and a home of its own, and the program to run in it. */
export interface Desk {
  readonly folder: string;
  readonly worktrees: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A repository with one commit of these files, on the branch `main`. */
  repository(files?: Readonly<Record<string, string>>): Promise<string>;
  git(repository: string, ...args: readonly string[]): Promise<string>;
  rehearsal(...args: readonly string[]): Promise<Ended>;
  /** The same with these variables besides. */
  rehearsalWith(
    variables: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<Ended>;
  start(...args: readonly string[]): Going;
  clear(): Promise<void>;
}

const program = join(import.meta.dir, "..", "..", "src", "cli.ts");

export const fixture = (name: string): string =>
  join(import.meta.dir, "fixtures", `${name}.scenario.ts`);

/** The flags that have a scenario played. */
export const playing = (name: string): readonly string[] => [
  "--provider",
  "mock",
  "--scenario",
  fixture(name),
];

export async function newDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-commands-"));
  const environment = {
    PATH: process.env["PATH"],
    HOME: join(folder, "home"),
    XDG_CACHE_HOME: join(folder, "cache"),
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };

  function spawn(command: readonly string[], variables = {}): Going {
    const child = Bun.spawn([...command], {
      cwd: folder,
      env: { ...environment, ...variables },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [seen, rest] = child.stdout.tee();
    return {
      async *lines() {
        let line = "";
        for await (const text of seen.pipeThrough(new TextDecoderStream())) {
          const parts = (line + text).split("\n");
          line = parts.pop() ?? "";
          yield* parts;
        }
      },
      kill: (signal) => child.kill(signal),
      ended: Promise.all([
        child.exited,
        new Response(rest).text(),
        new Response(child.stderr).text(),
      ]).then(([exitCode, stdout, stderr]) => ({ exitCode, stdout, stderr })),
    };
  }

  async function git(repository: string, ...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await spawn(["git", "-C", repository, ...args]).ended;
    if (exitCode !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  const start = (...args: readonly string[]) => spawn([process.execPath, program, ...args]);
  let repositories = 0;
  return {
    folder,
    program,
    environment,
    worktrees: join(folder, "cache", "rehearsal", "worktrees"),
    git,
    start,
    rehearsal: (...args) => start(...args).ended,
    rehearsalWith: (variables, ...args) =>
      spawn([process.execPath, program, ...args], variables).ended,
    async repository(files = { "src/math.ts": "export const zero = 0;\n" }) {
      const root = join(folder, `repository-${(repositories += 1)}`);
      for (const [path, text] of Object.entries(files)) {
        await mkdir(join(root, dirname(path)), { recursive: true });
        await Bun.write(join(root, path), text);
      }
      await git(folder, "init", "--quiet", "--initial-branch=main", root);
      await git(root, "add", "--all");
      const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];
      await git(root, ...identity, "commit", "--quiet", "-m", "start");
      return root;
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

export function eventsOf(stdout: string): readonly Event[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Event);
}
