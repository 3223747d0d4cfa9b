import { childEnvironment, type Environment } from "./child-environment.ts";

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface GitCall {
  readonly signal?: AbortSignal;
  readonly input?: string | Uint8Array;
  /** A tree and an index other than the repository's own. */
  readonly workTree?: { readonly directory: string; readonly indexFile: string };
}

/** Git on one repository, by its common directory: no file inside a work tree can redirect it. */
export interface Git {
  /** Runs git, whatever its exit code. */
  attempt(args: readonly string[], call?: GitCall): Promise<GitResult>;
  /** Runs git and resolves to what it printed; rejects with its message where it fails. */
  run(args: readonly string[], call?: GitCall): Promise<string>;
  /** The object that a name stands for, `null` where it stands for none. */
  resolve(name: string, call?: GitCall): Promise<string | null>;
}

/** Settings that keep git from running hooks, signing, watching files and maintaining the repository. */
const quiet = [
  "core.hooksPath=/dev/null",
  "commit.gpgSign=false",
  "core.fsmonitor=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "core.quotePath=false",
].flatMap((setting) => ["-c", setting]);

export function openGit(repository: {
  readonly gitDirectory: string;
  readonly environment: Environment;
}): Git {
  const attempt: Git["attempt"] = (args, call = {}) =>
    runGit([`--git-dir=${repository.gitDirectory}`, ...args], {
      ...call,
      directory: call.workTree?.directory ?? repository.gitDirectory,
      environment: repository.environment,
    });
  const run: Git["run"] = async (args, call) => {
    const result = await attempt(args, call);
    if (result.exitCode !== 0) throw gitError(args, repository.gitDirectory, result);
    return stdoutText(result);
  };
  return {
    attempt,
    run,
    async resolve(name, call) {
      const result = await attempt(
        ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`],
        call,
      );
      return result.exitCode === 0 ? stdoutText(result).trim() : null;
    },
  };
}

/** Runs git once, without a shell. Rejects where git can't be started or `signal` aborts. */
export async function runGit(
  args: readonly string[],
  call: GitCall & { readonly directory: string; readonly environment: Environment },
): Promise<GitResult> {
  call.signal?.throwIfAborted();
  const child = Bun.spawn(["git", ...quiet, ...args], {
    cwd: call.directory,
    env: {
      ...childEnvironment(call.environment),
      LC_ALL: "C",
      // Keeps `status` from refreshing the user's index.
      GIT_OPTIONAL_LOCKS: "0",
      ...(call.workTree && {
        GIT_WORK_TREE: call.workTree.directory,
        GIT_INDEX_FILE: call.workTree.indexFile,
      }),
    },
    stdin: typeof call.input === "string" ? Buffer.from(call.input) : (call.input ?? "ignore"),
    stdout: "pipe",
    stderr: "pipe",
    // On SIGTERM git removes its lock files.
    ...(call.signal && { signal: call.signal, killSignal: "SIGTERM" }),
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  call.signal?.throwIfAborted();
  return { exitCode, stdout, stderr };
}

export function stdoutText(result: GitResult): string {
  return new TextDecoder().decode(result.stdout);
}

/** The error of a git command that failed, with the end of its message. */
export function gitError(args: readonly string[], directory: string, result: GitResult): Error {
  const said = result.stderr.trim().split("\n").slice(-5).join("\n") || "it gave no reason";
  return new Error(
    `git ${args[0]} failed in ${directory} (exit code ${result.exitCode}): ${said}\n` +
      "Mend what git names, then resume the run.",
  );
}
