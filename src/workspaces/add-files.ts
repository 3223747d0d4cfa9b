import type { Stats } from "node:fs";
import { chmod, lstat, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Git, type GitCall, gitError, rawInput, rawOf, rawPath, readablePath } from "./git.ts";
import { changeIndex, entriesIn } from "./scratch-index.ts";

/** What a worker's own folder can lack: leave to be entered, and for its files, to be read. Git keeps neither. */
const ownerReads = 0o600;
const ownerEnters = 0o700;

/** Paths of the folder, raw, that git lists by these words; a repository within it ends in a slash. */
export async function listFiles(
  git: Git,
  words: readonly string[],
  call: GitCall,
): Promise<string[]> {
  return (await listAll(git, words, call)).paths;
}

/** The same, and the folders (raw, with a slash) that can't be looked into: another user's, or too deep for a path. */
export async function listAll(
  git: Git,
  words: readonly string[],
  call: GitCall,
): Promise<{ readonly paths: string[]; readonly closed: readonly string[] }> {
  const args = ["ls-files", "-z", ...words];
  for (;;) {
    const listed = await git.attempt(args, call);
    if (listed.exitCode !== 0) throw gitError(args, "the ticket's tree", listed);
    // Git only warns of a folder that it can't enter, and lists nothing of it. It cuts a long line anywhere.
    const closed = namesIn(
      listed.stderr,
      /^warning: could not open directory '(.+?)(?:\/?': .*)?$/gm,
    );
    if (await allow(call, closed, ownerEnters)) continue;
    const paths = [...new Set(rawOf(listed).split("\0"))].filter((path) => path !== "");
    return { paths, closed: closed.map((path) => `${rawPath(path)}/`) };
  }
}

/** Adds all changes but those that are excluded; answers (raw) what git could not add. */
export async function addAll(
  git: Git,
  excluded: readonly string[],
  call: GitCall,
): Promise<string[]> {
  const first = await add(git, excluded, call);
  if (first === null) return [];
  const closed = namesIn(first.stderr, /^error: open\("(.+)"\): Permission denied$/gm);
  const open = (await allow(call, closed, ownerReads)) ? await add(git, excluded, call) : first;
  if (open === null) return [];
  const rest = await add(git, excluded, call, ["--ignore-errors"]);
  if (rest === null) return [];
  const paths = namesIn(rawPath(rest.stderr), refused);
  if (paths.length > 0 && !/^fatal: /m.test(rest.stderr)) return [...new Set(paths)];
  // At the first file that is not in the encoding which a `.gitattributes` says it has, git stops.
  const [wrong] = namesIn(rawPath(rest.stderr), wronglyEncoded);
  const spec = `(top,literal)${wrong}`;
  if (wrong === undefined || excluded.includes(spec))
    throw gitError(["add"], "the ticket's tree", open);
  return [wrong, ...(await addAll(git, [...excluded, spec], call))];
}

const wronglyEncoded = /^fatal: (?:BOM is \w+ in|failed to encode) '(.+)' (?:if|from) .*$/gm;

/** Git's words for a path that it does not add. */
const refused =
  /^error: (?:unable to (?:index file|add) '(.+)'(?: to index)?|(.+): can only add regular files.*)$/gm;

const namesIn = (said: string, pattern: RegExp): string[] =>
  [...said.matchAll(pattern)].map(([, one, other]) => one ?? other ?? "");

/** What git says where it could not add all; `null` where it could. */
async function add(
  git: Git,
  excluded: readonly string[],
  call: GitCall,
  words: readonly string[] = [],
) {
  const args = ["add", "--all", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul"];
  const specs = [":(top)", ...excluded.map((spec) => `:(exclude,${spec.slice(1)}`)];
  const result = await git.attempt([...args, ...words], {
    ...call,
    input: rawInput(specs.join("\0")),
  });
  return result.exitCode === 0 || isIgnoredAlone(result.stderr) ? null : result;
}

/**
 * Whether `git add` complained of nothing but an excluded path in an ignored folder (`node_modules`). It ends with an error
 * then, although it has added all the rest.
 */
function isIgnoredAlone(stderr: string): boolean {
  const rows = stderr.split("\n").filter((row) => row !== "" && !row.startsWith("hint: "));
  const isTold = rows[0]?.startsWith("The following paths are ignored by one of your .gitignore");
  return isTold === true && !rows.some((row) => /^(?:error|fatal|warning): /.test(row));
}

/** Gives us what we need of paths that a worker closed for all; `false` where nothing could be opened. */
async function allow(call: GitCall, paths: readonly string[], mode: number): Promise<boolean> {
  const done = await Promise.all(
    paths.map((path) => makeOpen(join(call.workTree?.directory ?? "", path), mode)),
  );
  return done.includes(true);
}

/**
 * A repository within the tree, as project generators make them: its files are added as files. Answers the repositories
 * within it (raw).
 */
export async function addNested(
  git: Git,
  place: NonNullable<GitCall["workTree"]>,
  path: string,
  call: GitCall,
): Promise<readonly string[]> {
  const indexFile = `${place.indexFile}%nested`;
  const link = `${place.indexFile}%way`;
  await rm(indexFile, { force: true });
  try {
    const directory = await wayTo(place, path, link);
    const within: GitCall = { ...call, workTree: { directory, indexFile } };
    const deeper = (await listFiles(git, ["--others", "--exclude-standard"], within)).filter(
      isRepository,
    );
    const excluded = deeper.map((inner) => `(top,literal)${inner.slice(0, -1)}`);
    await addAll(git, excluded, within);
    const listed = await git.runRaw(["ls-files", "-z", "--stage"], within);
    await changeIndex(git, entriesIn(listed, path), call);
    return deeper.map((inner) => `${path}${inner}`);
  } finally {
    await rm(indexFile, { force: true });
    await rm(link, { force: true });
  }
}

/** A folder (raw) as a program can be started in it: by a link where its path is not UTF-8. */
async function wayTo(
  { directory }: NonNullable<GitCall["workTree"]>,
  path: string,
  link: string,
): Promise<string> {
  const readable = readablePath(path);
  if (rawPath(readable) === path) return join(directory, readable);
  await rm(link, { force: true });
  await symlink(rawInput(`${rawPath(directory)}/${path}`) as Buffer, link);
  return link;
}

/** Git lists a repository within the folder as a path with a slash, and none of its files. */
export const isRepository = (path: string): boolean => path.endsWith("/");

/** Makes a tree whose owner closed it one that can be entered. Does nothing to one that is not there. */
export async function makeEnterable(directory: string): Promise<void> {
  await makeOpen(directory, ownerEnters);
}

/**
 * Makes a tree one that git can look at: pipes and devices in the place of its lists (`.gitignore`), which it would read for
 * ever, go. Answers what is called `.git` below the root (raw).
 */
export async function makeLegible(
  directory: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await makeEnterable(directory);
  const repositories: string[] = [];
  for (const path of await pathsOfGit(directory, signal)) {
    const place = rawInput(`${rawPath(directory)}/${path}`) as Buffer;
    const entry = await lstat(place).catch(() => null);
    if (entry?.isDirectory() === true || entry?.isFile() === true) repositories.push(path);
    else if (entry !== null && isEndless(entry)) await rm(place, { force: true });
  }
  return repositories;
}

const isEndless = (entry: Stats): boolean =>
  entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice();

/** What is called `.git` below the root, and pipes and devices whose names begin so. */
async function pathsOfGit(directory: string, signal: AbortSignal): Promise<readonly string[]> {
  const endless = ["(", "-type", "p", "-o", "-type", "c", "-o", "-type", "b", ")"];
  const named = ["(", "-name", ".git", "-prune", "-o", "-name", ".git*", ...endless, ")"];
  const command = ["find", ".", "-mindepth", "1", ...named, "-print0"];
  try {
    const search = Bun.spawn(command, { cwd: directory, stdout: "pipe", stderr: "ignore", signal });
    const found = Buffer.from(await new Response(search.stdout).bytes()).toString("latin1");
    const paths = found.split("\0").map((path) => path.replace("./", ""));
    return paths.filter((path) => path !== "" && path !== ".git");
  } catch {
    // The tree is gone, or there is no `find` here.
    return [];
  }
}

/** Whether a mode was changed. */
async function makeOpen(path: string, mode: number): Promise<boolean> {
  const entry = await lstat(path).catch(() => null);
  if (entry === null || entry.isSymbolicLink() || (entry.mode & mode) === mode) return false;
  return chmod(path, (entry.mode & 0o777) | mode).then(
    () => true,
    () => false,
  );
}
