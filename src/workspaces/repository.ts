import { join, resolve } from "node:path";
import { mkdtemp, rm, stat } from "node:fs/promises";
import type { Environment } from "./child-environment.ts";
import { gitError, openGit, runGit, stdoutText, type Git, type GitResult } from "./git.ts";

type RepositoryProblem =
  | "missing"
  | "not-a-repository"
  | "not-trusted"
  | "bare"
  | "no-commits"
  | "branch-in-the-way"
  | "git-missing";

interface NoRepository {
  readonly ok: false;
  readonly problem: RepositoryProblem;
  readonly message: string;
}

export type Repository =
  | {
      readonly ok: true;
      readonly root: string;
      readonly headCommit: string;
      /** `null` where HEAD is detached. */
      readonly branch: string | null;
      /** Uncommitted changes, or files that git does not know. */
      readonly dirty: boolean;
    }
  | NoRepository;

/** Where the repository is that `path` lies in; it may have no commit yet. Asks git once. */
export async function locateRepository(
  path: string,
  environment: Environment = process.env,
): Promise<{ readonly ok: true; readonly root: string } | NoRepository> {
  const directory = resolve(path);
  if (!(await isDirectory(directory)))
    return problem("missing", `There is no folder ${directory}. ${adviceOnPath(directory)}`);
  let top: GitResult;
  try {
    const args = ["rev-parse", "--is-bare-repository", "--is-inside-work-tree", "--show-toplevel"];
    top = await runGit(args, { directory, environment });
  } catch {
    return problem("git-missing", "git is not on PATH. Install git 2.38 or newer, then try again.");
  }
  const [bare, isInside, ...rest] = stdoutText(top).split("\n");
  // A path may hold line ends.
  const root = rest.length === 0 ? undefined : rest.join("\n").replace(/\n$/, "");
  if (bare === "true")
    return problem(
      "bare",
      `${directory} is a bare repository, which has no files to work on. Run from a clone of it.`,
    );
  if (/dubious ownership/.test(top.stderr))
    return problem("not-trusted", `git won't work in ${directory}: ${adviceOf(top)}`);
  if (top.exitCode === 0 && isInside === "false" && root !== undefined)
    return problem(
      "not-a-repository",
      `${directory} is git's own folder of a repository, whose files are in ${root}. Run from a work tree of it ` +
        `that git knows by itself: git -C ${directory} worktree add PATH`,
    );
  if (/must be run in a work tree/.test(top.stderr))
    return problem(
      "not-a-repository",
      `${directory} is git's own folder of a repository. Run from the folder that holds its files: cd ${resolve(directory, "..")}`,
    );
  if (/unknown repository (?:extension|version)|Expected git repo version/.test(top.stderr))
    return problem(
      "not-a-repository",
      `The git here is too old for the repository in ${directory}: ${adviceOf(top)}\nUpdate git, then try again.`,
    );
  if (top.exitCode !== 0 || root === undefined || root === "") {
    const reason = top.stderr.trim().split("\n")[0] ?? "";
    const why =
      /not a git repository/.test(reason) || reason === "" ? "" : ` (git says: ${reason})`;
    return problem(
      "not-a-repository",
      `${directory} is not in a git repository${why}. Run from within one, name one with --repo, or make it one: ` +
        "git init && git add -A && git commit -m start",
    );
  }
  return { ok: true, root };
}

/** Whether a run can start at `path`; where not, what to do about it. Changes nothing, the index included. */
export async function inspectRepository(
  path: string,
  environment: Environment = process.env,
): Promise<Repository> {
  const located = await locateRepository(path, environment);
  if (!located.ok) return located;
  const { root } = located;
  const git = (args: readonly string[]) => runGit(args, { directory: resolve(path), environment });
  const head = await git(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (head.exitCode !== 0)
    return problem(
      "no-commits",
      `The repository ${root} has no commit yet, and a run starts from the last one. ` +
        "Make the first: git add -A && git commit -m start",
    );
  const inTheWay = await git(["show-ref", "--verify", "--quiet", "refs/heads/rehearsal"]);
  if (inTheWay.exitCode === 0)
    return problem(
      "branch-in-the-way",
      `There is a branch named rehearsal in ${root}, and git can't have rehearsal/RUN beside it, as a run's ` +
        "branch is called. Give yours another name: git branch -m rehearsal another-name",
    );
  const [branch, status] = await Promise.all([
    git(["symbolic-ref", "--short", "--quiet", "HEAD"]),
    git(["status", "--porcelain"]),
  ]);
  return {
    ok: true,
    root,
    headCommit: stdoutText(head).trim(),
    branch: branch.exitCode === 0 ? stdoutText(branch).trim() : null,
    dirty: status.stdout.length > 0,
  };
}

/** Opens the repository that `repositoryRoot` lies in; its HEAD is that of the work tree there. */
export async function openRepository(options: {
  readonly repositoryRoot: string;
  readonly environment: Environment;
  /** The folder of tickets' trees, where there are to be some: git's settings about files are to be right for its disk. */
  readonly worktreesRoot?: string;
}): Promise<{
  readonly git: Git;
  readonly gitDirectory: string;
  /** `sha1` or `sha256`. */
  readonly objectFormat: string;
  readonly headCommit: string;
}> {
  const { repositoryRoot: directory, environment } = options;
  const asked = async (...words: readonly string[]) => {
    const args = ["rev-parse", "--path-format=absolute", ...words];
    const result = await runGit(args, { directory, environment });
    if (result.exitCode !== 0) throw gitError(args, directory, result);
    return stdoutText(result).split("\n").slice(0, -1);
  };
  const [objectFormat = "", ...rest] = await asked(
    ...["--show-object-format", "--git-common-dir", "--show-toplevel", "--verify", "HEAD"],
  );
  const headCommit = rest.at(-1) ?? "";
  const places = rest.slice(0, -1);
  // With a path that holds line ends, nothing says where one ends and the other begins.
  const [gitDirectory = "", root = ""] =
    places.length === 2
      ? places
      : [(await asked("--git-common-dir")).join("\n"), (await asked("--show-toplevel")).join("\n")];
  const settings = [
    ...(await filtersFrom(root, environment)),
    ...(options.worktreesRoot === undefined
      ? []
      : await fileSettings(options.worktreesRoot, gitDirectory, environment)),
  ];
  const git = openGit({ gitDirectory, environment, settings });
  return { git, gitDirectory, objectFormat, headCommit };
}

/**
 * Settings by which the user's filters (`filter.….clean`) start in the user's checkout. Git starts them in the tree that it
 * works on: there a script that they name, or a module that one imports, may be a worker's.
 */
async function filtersFrom(root: string, environment: Environment): Promise<readonly string[]> {
  const args = ["config", "-z", "--get-regexp", "^filter\\..*\\.(clean|smudge|process)$"];
  const listed = await runGit(args, { directory: root, environment });
  const folder = `'${root.replaceAll("'", "'\\''")}'`;
  return stdoutText(listed)
    .split("\0")
    .flatMap((entry) => {
      const at = entry.indexOf("\n");
      const command = at === -1 ? "" : entry.slice(at + 1);
      return command === "" ? [] : [`${entry.slice(0, at)}=cd ${folder} && ${command}`];
    });
}

/** Where a repository's objects are: in its own folder, and in those of the repositories that it borrows from. */
export async function objectFolders(git: Git, gitDirectory: string): Promise<readonly string[]> {
  const counted = await git.run(["count-objects", "-v"]);
  const borrowed = [...counted.matchAll(/^alternate: (.+)$/gm)].map(([, path = ""]) => path);
  return [join(gitDirectory, "objects"), ...borrowed];
}

const aboutFiles = "^core\\.(filemode|ignorecase|symlinks)$";
/** As git has them where a disk can do all. */
const usualFiles = ["core.filemode=true", "core.ignorecase=false", "core.symlinks=true"];

/**
 * What a disk can do, where the user's repository says something else of its own: it may lie on another one, or come from
 * another machine. Where git takes two names for one, it leaves out a file; where it trusts no mode, an executable bit.
 */
async function fileSettings(
  folder: string,
  gitDirectory: string,
  environment: Environment,
): Promise<readonly string[]> {
  const settingsIn = async (directory: string, ...scope: readonly string[]) => {
    const args = ["config", ...scope, "--type=bool", "--get-regexp", aboutFiles];
    const listed = await runGit(args, { directory, environment });
    const lines = stdoutText(listed).trim().split("\n");
    return lines.filter((line) => line !== "").map((line) => line.replace(" ", "="));
  };
  if ((await settingsIn(gitDirectory)).every((setting) => usualFiles.includes(setting))) return [];
  const probe = await mkdtemp(join(folder, "%probe-"));
  try {
    const made = await runGit(["init", "--quiet", "--template="], {
      directory: probe,
      environment,
    });
    if (made.exitCode !== 0) throw gitError(["init"], probe, made);
    return [...usualFiles, ...(await settingsIn(probe, "--local"))];
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}

/** Git's own words, which name the owners and the command that makes an exception. */
function adviceOf({ stderr }: GitResult): string {
  const lines = stderr.split("\n").map((line) => line.replace(/^fatal: /, "").trim());
  return lines.filter((line) => line !== "").join("\n");
}

/** A path that is not UTF-8 arrives with what stands for the bytes that could not be read. */
const adviceOnPath = (directory: string): string =>
  directory.includes("\ufffd")
    ? "Its name is not UTF-8, and such a path can't be given: rename the folder."
    : "Name an existing git repository.";

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

function problem(kind: RepositoryProblem, message: string): Repository {
  return { ok: false, problem: kind, message };
}
