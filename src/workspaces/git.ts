import { existsSync } from "node:fs";
import { gitFailedCode } from "../core/trouble.ts";
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
  /** The object folder of another repository, to find objects in as well; nothing else of that repository is read. */
  readonly objectsDirectory?: string;
  /** Settings for this call alone, as `name=value`. */
  readonly settings?: readonly string[];
}

/** Git on one repository, by its common directory: no file inside a work tree can redirect it. */
export interface Git {
  /** Runs git, whatever its exit code. */
  attempt(args: readonly string[], call?: GitCall): Promise<GitResult>;
  /** Runs git and resolves to what it printed; rejects with its message where it fails. */
  run(args: readonly string[], call?: GitCall): Promise<string>;
  /** The same, a character a byte: see `rawOf`. */
  runRaw(args: readonly string[], call?: GitCall): Promise<string>;
  /** The object that a name stands for, `null` where it stands for none. */
  resolve(name: string, call?: GitCall): Promise<string | null>;
}

/**
 * Settings that keep git from running hooks, signing, watching files and maintaining the repository, and that
 * keep a merge independent of the user's taste: a folder that one side renamed moves no file of the other's.
 */
const quiet = [
  "core.hooksPath=/dev/null",
  "commit.gpgSign=false",
  "core.fsmonitor=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "core.quotePath=false",
  "core.safecrlf=false",
  // Another git at work in the repository lets go of its locks in a moment.
  "core.filesRefLockTimeout=5000",
  "core.packedRefsTimeout=5000",
  "core.splitIndex=false",
  "core.untrackedCache=false",
  "merge.directoryRenames=false",
  "log.showSignature=false",
  "i18n.commitEncoding=UTF-8",
  "i18n.logOutputEncoding=UTF-8",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

export function openGit(repository: {
  readonly gitDirectory: string;
  readonly environment: Environment;
  /** Settings for each call, as `name=value`. */
  readonly settings?: readonly string[];
}): Git {
  const own = settingsOf(repository);
  const attempt: Git["attempt"] = (args, call = {}) =>
    runGit([...own, ...settingsOf(call), `--git-dir=${repository.gitDirectory}`, ...args], {
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
    async runRaw(args, call) {
      const result = await attempt(args, call);
      if (result.exitCode !== 0) throw gitError(args, repository.gitDirectory, result);
      return rawOf(result);
    },
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
  const child = spawnGit(args, call);
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  call.signal?.throwIfAborted();
  return { exitCode, stdout, stderr };
}

function spawnGit(args: readonly string[], call: Parameters<typeof runGit>[1]) {
  try {
    return startGit(args, call);
  } catch (error) {
    if (existsSync(call.directory)) throw error;
    const message = `The folder ${call.directory} is gone. Put the repository back, then resume the run.`;
    throw gitFailure(message, error);
  }
}

function startGit(args: readonly string[], call: Parameters<typeof runGit>[1]) {
  return Bun.spawn(["git", ...quiet, ...args], {
    cwd: call.directory,
    env: {
      ...gitEnvironment(call.environment),
      LC_ALL: "C",
      // Keeps `status` from refreshing the user's index.
      GIT_OPTIONAL_LOCKS: "0",
      ...(call.workTree && {
        GIT_WORK_TREE: call.workTree.directory,
        GIT_INDEX_FILE: call.workTree.indexFile,
      }),
      ...(call.objectsDirectory !== undefined && {
        // In quotes, as git splits it at colons.
        GIT_ALTERNATE_OBJECT_DIRECTORIES: gitQuoted(call.objectsDirectory),
      }),
    },
    stdin: typeof call.input === "string" ? Buffer.from(call.input) : (call.input ?? "ignore"),
    stdout: "pipe",
    stderr: "pipe",
    // On SIGTERM git removes its lock files.
    ...(call.signal && { signal: call.signal, killSignal: "SIGTERM" }),
  });
}

const settingsOf = ({ settings = [] }: { readonly settings?: readonly string[] }): string[] =>
  settings.flatMap((setting) => ["-c", setting]);

/** A text in quotes, as git reads it in settings and in lists of folders. */
export const gitQuoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;

/** Who commits, which configuration counts, and whose repositories are trusted: as for git typed by hand. */
const gitVariables =
  /^(?:EMAIL|SUDO_UID|GIT_(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|GIT_CEILING_DIRECTORIES)$/;

function gitEnvironment(environment: Environment): Record<string, string> {
  const own = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && gitVariables.test(entry[0]),
  );
  return { ...childEnvironment(environment), ...Object.fromEntries(own) };
}

export function stdoutText(result: GitResult): string {
  return new TextDecoder().decode(result.stdout);
}

/**
 * What git printed, a character a byte: a path need not be UTF-8, and what goes back to git must be the same
 * bytes. `rawInput` is the way back, `shownPath` that to people.
 */
export function rawOf(result: GitResult): string {
  return Buffer.from(result.stdout).toString("latin1");
}

export const rawInput = (text: string): Uint8Array => Buffer.from(text, "latin1");

export const readablePath = (raw: string): string => Buffer.from(raw, "latin1").toString("utf8");

export const rawPath = (path: string): string => Buffer.from(path, "utf8").toString("latin1");

/** The error of a git command that failed, with the beginning and the end of its message. */
export function gitError(
  args: readonly string[],
  directory: string,
  result: GitResult,
): GitFailure {
  const lines = result.stderr.split("\n").filter((line) => line.trim() !== "");
  // The first lines name what is in the way, such as a lock; the last say what to do about it.
  const shown = lines.filter((_, index) => index < 3 || index >= lines.length - 4);
  const said = shown.join("\n") || "it gave no reason";
  return gitFailure(
    `git ${args[0]} failed in ${directory} (exit code ${result.exitCode}): ${said}\n` +
      "Mend what git names, then resume the run.",
  );
}

/** Git, or the disk that it works on, did not do what it was asked to. The message is for people and says what to do next. */
export interface GitFailure extends Error {
  readonly name: "GitFailure";
}

export const gitFailure = (message: string, cause?: unknown): GitFailure =>
  Object.assign(new Error(message, { cause }), {
    name: "GitFailure" as const,
    code: gitFailedCode,
  });

export const isGitFailure = (error: unknown): error is GitFailure =>
  error instanceof Error && error.name === "GitFailure";
