import { copyFile, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Environment } from "./child-environment.ts";
import { type Git, gitError, gitQuoted, runGit } from "./git.ts";

/** Who commits, wherever it is said: a file that is included for some folders alone is not for the worker's. */
const identitySettings = /^(?:user\.(?:name|email)|(?:author|committer)\..+)$/;
/** Of the user's settings in the repository: how files are read and written. */
const copiedSettings =
  /^(?:core\.(?:autocrlf|eol|longpaths|bigfilethreshold|sparsecheckout|sparsecheckoutcone)|filter\..+|merge\..+|diff\..+|i18n\..+|lfs\.storage)$/;

/**
 * Makes a repository of a ticket's own in its tree, so that whatever a worker does by git (tags, branches,
 * stash, settings, hooks, `gc`) is done there. It finds the user's objects, and has none of the refs,
 * remotes and hooks. What we do in the tree goes by the user's repository, and nothing here is read for it.
 */
export async function createWorkerRepository(user: {
  readonly git: Git;
  readonly environment: Environment;
  readonly gitDirectory: string;
  readonly objectFormat: string;
  readonly directory: string;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { git, environment, gitDirectory, objectFormat, directory, signal } = user;
  const args = ["-c", "init.defaultRefFormat=files", "init", "--quiet", "--template="];
  const own = [`--object-format=${objectFormat}`, "--initial-branch=work", directory];
  const made = await runGit([...args, ...own], {
    directory: dirname(directory),
    environment,
    signal,
  });
  if (made.exitCode !== 0) throw gitError(["init"], directory, made);
  const inside = join(directory, ".git");
  await mkdir(join(inside, "objects", "info"), { recursive: true });
  await mkdir(join(inside, "info"), { recursive: true });
  await Bun.write(join(inside, alternates), `${objectsLine(gitDirectory)}\n`);
  for (const file of ["shallow", "info/exclude", "info/attributes", "info/sparse-checkout"])
    await copyFile(join(gitDirectory, file), join(inside, file)).catch(() => undefined);
  const config = join(inside, "config");
  const text = await readFile(config, "utf8");
  await Bun.write(config, text + (await settingsText(git, signal)));
  await Bun.write(globalConfigOf(directory), globalConfigText(environment));
}

/**
 * Where git in a ticket's tree has the settings for all repositories (`git config --global`): a file of the ticket's own,
 * which includes the user's.
 */
export const globalConfigOf = (directory: string): string => `${directory}%gitconfig`;

function globalConfigText(environment: Environment): string {
  const {
    GIT_CONFIG_GLOBAL: named,
    XDG_CONFIG_HOME: configured,
    HOME: home = homedir(),
  } = environment;
  const usual = [
    join(configured || join(home, ".config"), "git", "config"),
    join(home, ".gitconfig"),
  ];
  const paths = named === undefined ? usual : [named];
  return ["[include]", ...paths.map((path) => `\tpath = ${gitQuoted(path)}`), ""].join("\n");
}

const alternates = join("objects", "info", "alternates");

/** A line of the list of other repositories' objects; in quotes where git would read it as something else. */
function objectsLine(gitDirectory: string): string {
  const path = `${gitDirectory}/objects`;
  return path.includes("\n") ? gitQuoted(path) : path;
}

/** Lets a ticket's repository find the user's objects, where the user's repository has moved since it was made. */
export async function findObjects(directory: string, gitDirectory: string): Promise<void> {
  const inside = join(directory, ".git");
  const folders = ["", "objects", join("objects", "info")].map((name) => join(inside, name));
  const entries = await Promise.all(folders.map((path) => lstat(path).catch(() => null)));
  // A link could lead into the user's.
  if (!entries.every((entry) => entry?.isDirectory() === true)) return;
  const line = objectsLine(gitDirectory);
  const path = join(inside, alternates);
  if ((await textOf(path)).split("\n").includes(line)) return;
  // Whatever a worker left in its place (a link, a pipe) is never written through.
  const part = `${path}.part`;
  await rm(part, { recursive: true, force: true });
  await writeFile(part, `${line}\n`, { flag: "wx", mode: 0o600 });
  await rename(part, path);
}

async function settingsText(git: Git, signal: AbortSignal): Promise<string> {
  const listed = await git.run(["config", "--list", "-z", "--show-scope"], { signal });
  const fields = listed.split("\0");
  const known = new Set<string>();
  const lines = ["[gc]\n\tauto = 0\n[commit]\n\tgpgSign = false\n[tag]\n\tgpgSign = false\n"];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [key = "", value] = splitOnce(fields[at + 1] ?? "", "\n");
    const isLocal = /^(?:local|worktree)$/.test(fields[at] ?? "");
    if (!identitySettings.test(key) && !(isLocal && copiedSettings.test(key))) continue;
    const [, section = "", subsection, name = ""] =
      /^([^.]+)(?:\.(.*))?\.([^.]+)$/s.exec(key) ?? [];
    const heading = subsection === undefined ? section : `${section} ${gitQuoted(subsection)}`;
    lines.push(`[${heading}]\n\t${name}${value === undefined ? "" : ` = ${gitQuoted(value)}`}\n`);
    known.add(key);
  }
  // Without it git refuses a worker's own commits, and the worker would ask to set it.
  if (!known.has("user.name")) lines.push("[user]\n\tname = Rehearsal\n");
  if (!known.has("user.email")) lines.push("[user]\n\temail = rehearsal@localhost\n");
  return lines.join("");
}

function splitOnce(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/**
 * Lets git in the tree start from a commit of ours: `git status` there shows what came since. Does nothing
 * where the folder is no longer the one that we made: a link could lead into the user's.
 */
export async function showCommit(
  directory: string,
  { commit, indexFile }: { readonly commit: string; readonly indexFile: string },
): Promise<void> {
  const inside = join(directory, ".git");
  const entry = await lstat(inside).catch(() => null);
  if (entry?.isDirectory() !== true) return;
  // A rename takes the place of a link and does not follow it.
  const put = async (name: string, write: (path: string) => Promise<unknown>) => {
    const path = `${indexFile}%${name}`;
    await write(path);
    await rename(path, join(inside, name)).catch(() => rm(path, { force: true }));
  };
  await put("index", (path) => copyFile(indexFile, path));
  await put("HEAD", (path) => Bun.write(path, `${commit}\n`));
}

const refFileBytesMax = 1 << 20;

/** The commits that refs of a ticket's repository (HEAD and the stash among them) name, by its files alone. */
export async function tipsOf(gitFolder: string): Promise<readonly string[]> {
  const texts = [
    await textOf(join(gitFolder, "HEAD")),
    await textOf(join(gitFolder, "packed-refs")),
    ...(await refFiles(join(gitFolder, "refs"))).map(({ text }) => text),
    ...(await headsOfWorktrees(gitFolder)),
  ];
  // `refs/stash` names the newest stash; the older ones are only in its reflog.
  const stashes = (await textOf(join(gitFolder, "logs", "refs", "stash"))).matchAll(
    /^[0-9a-f]+ ([0-9a-f]+) /gm,
  );
  const named = texts.flatMap((text) => [
    ...text.matchAll(/^\^?([0-9a-f]{40}(?:[0-9a-f]{24})?)\b/gm),
  ]);
  return [...new Set([...named, ...stashes].map(([, id = ""]) => id))];
}

/** The commit that HEAD stands for, by its files alone; `null` where there is none yet. */
export async function headCommitOf(gitFolder: string): Promise<string | null> {
  const head = await textOf(join(gitFolder, "HEAD"));
  const branch = /^ref: (refs\/heads\/.+)$/m.exec(head)?.[1];
  if (branch === undefined) return leadingId(head);
  const packed = (await textOf(join(gitFolder, "packed-refs"))).split("\n");
  const line = packed.find((one) => one.endsWith(` ${branch}`)) ?? "";
  return leadingId(await textOf(join(gitFolder, branch))) ?? leadingId(line);
}

const leadingId = (text: string): string | null =>
  /^[0-9a-f]{40}(?:[0-9a-f]{24})?\b/.exec(text)?.[0] ?? null;

async function headsOfWorktrees(gitFolder: string): Promise<string[]> {
  const folder = join(gitFolder, "worktrees");
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => textOf(join(folder, name, "HEAD"))));
}

/** How the branches, tags and remote branches of a ticket's repository are called, by its files alone. */
export async function refNamesOf(gitFolder: string): Promise<ReadonlySet<string>> {
  const packed = (await textOf(join(gitFolder, "packed-refs"))).matchAll(/ (refs\/\S+)$/gm);
  const files = await refFiles(join(gitFolder, "refs"));
  const names = [
    ...[...packed].map(([, name = ""]) => name),
    ...files.map(({ path }) => relative(gitFolder, path)),
  ];
  return new Set(names.map((name) => name.replace(/^refs\/(?:heads|tags|remotes)\//, "")));
}

interface RefFile {
  readonly path: string;
  readonly text: string;
}

async function refFiles(folder: string): Promise<RefFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return refFiles(path);
      return entry.isFile() ? [{ path, text: await textOf(path) }] : [];
    }),
  );
  return files.flat();
}

async function textOf(path: string): Promise<string> {
  const entry = await lstat(path).catch(() => null);
  if (entry?.isFile() !== true || entry.size > refFileBytesMax) return "";
  return readFile(path, "utf8").catch(() => "");
}

/**
 * Brings commits of a ticket's repository into the user's, objects only. Its objects are read, and none of
 * its settings. Answers those that are there now: what is broken is left out.
 */
export async function importCommits(
  git: Git,
  {
    tips,
    objectsDirectory,
    base,
  }: { readonly tips: readonly string[]; readonly objectsDirectory: string; readonly base: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const there: string[] = [];
  for (const tip of tips) {
    const commit = await git.attempt(["rev-parse", "--verify", "--quiet", `${tip}^{commit}`], {
      signal,
      objectsDirectory,
    });
    if (commit.exitCode !== 0) continue;
    const id = new TextDecoder().decode(commit.stdout).trim();
    if ((await git.resolve(id, { signal })) === null) {
      const packing = ["pack-objects", "--revs", "--stdout", "-q"];
      const input = `${id}\n--not\n${base}\n`;
      const pack = await git.attempt(packing, { signal, objectsDirectory, input });
      if (pack.exitCode !== 0) continue;
      const unpacked = await git.attempt(["unpack-objects", "-q"], { signal, input: pack.stdout });
      if (unpacked.exitCode !== 0) continue;
    }
    there.push(id);
  }
  return [...new Set(there)];
}
