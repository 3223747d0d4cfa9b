import { appendFile, lstat, readdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Leftover } from "../core/leftover.ts";
import { addAll, addNested, isRepository, listAll, listFiles, makeLegible } from "./add-files.ts";
import {
  type Git,
  type GitCall,
  isGitFailure,
  rawInput,
  rawOf,
  rawPath,
  readablePath,
} from "./git.ts";
import { changesBetween } from "./overlay.ts";
import { halfWritten } from "./kept/half-written.ts";
import { hiddenFiles } from "./kept/hidden-files.ts";
import { packageFolders } from "./package-folders.ts";
import { isReserved, reservedPathspecs } from "./reserved.ts";
import { makeIndex } from "./sparse-trees.ts";

/** The largest file that goes into a commit: hosts refuse larger ones, and history never forgets them. */
const fileBytesMax = 50 * 1024 * 1024;
const linkBytesMax = 4096;
/** How many files below a submodule are named. */
const submoduleFilesMax = 20;

/** A folder's files as git objects. Paths are raw. */
export interface Snapshot {
  /** All that a commit can hold. */
  readonly tree: string;
  /** What it can't, apart from what is ignored. */
  readonly leftovers: readonly Leftover[];
  /** Repositories within the folder that were found now; their files are in `tree` as files. */
  readonly nested: readonly string[];
  /** The files below each submodule, as trees: not in `tree`. */
  readonly submodules: Readonly<Record<string, string>>;
}

export interface Place {
  readonly directory: string;
  /** An index that only we use; it is kept between snapshots, so that git reads changed files alone. */
  readonly indexFile: string;
  /** A list of the files that file tools wrote, one a line. */
  readonly writtenFile: string;
  /** Holds the commit that the tree was begun from, where it was begun: what is known where the tree's state is lost. */
  readonly begunFile: string;
}

/**
 * Writes a folder's files as git objects. It uses the user's own repository, not the one in the folder, so that settings,
 * hooks and filters that a worker wrote there have no effect. `submodules` are those of the snapshot before.
 */
export async function takeSnapshot(
  git: Git,
  place: Place,
  before: { readonly base: string; readonly submodules: Readonly<Record<string, string>> },
  signal: AbortSignal,
  /** What `makeLegible` has just found: to look through a large tree takes a while. */
  found: readonly string[] | null = null,
): Promise<Snapshot> {
  const repositories = found ?? (await makeLegible(place.directory, signal));
  const seen = { ...before, repositories };
  try {
    return await lookAt(git, place, seen, signal);
  } catch (error) {
    if (!isGitFailure(error) || !(await lacksObjects(git, place, signal))) throw error;
    for (const indexFile of await indexesOf(place)) await rm(indexFile, { force: true });
    return lookAt(git, place, seen, signal);
  }
}

/**
 * Whether the index names objects that are gone: those of a snapshot that was cut off stand in no ref, so that `git gc
 * --prune=now` takes them, and git does not read unchanged files anew.
 */
async function lacksObjects(git: Git, place: Place, signal: AbortSignal): Promise<boolean> {
  for (const indexFile of await indexesOf(place)) {
    const call = { signal, workTree: { ...place, indexFile } };
    if ((await git.attempt(["write-tree"], call)).exitCode !== 0) return true;
  }
  return false;
}

/** The index of a tree, and those of its submodules. */
async function indexesOf({ indexFile }: Place): Promise<string[]> {
  const folder = dirname(indexFile);
  const own = basename(indexFile);
  const names = await readdir(folder).catch(() => []);
  const isOne = (name: string) =>
    name === own || (name.startsWith(own) && /^%\d+$/.test(name.slice(own.length)));
  return names.filter(isOne).map((name) => join(folder, name));
}

async function lookAt(
  git: Git,
  place: Place,
  before: {
    readonly base: string;
    readonly submodules: Readonly<Record<string, string>>;
    /** What is called `.git` below the root. */
    readonly repositories: readonly string[];
  },
  signal: AbortSignal,
): Promise<Snapshot> {
  const call = { signal, workTree: place };
  await rm(`${place.indexFile}.lock`, { force: true });
  const links = await submoduleLinks(git, place, before.base, call);
  const looked = ["--others", "--modified", "--exclude-standard"];
  const { paths: listed, closed } = await listAll(git, looked, call);
  const broken = await halfWritten(place.directory, listed);
  const changed = listed.filter((path) => !broken.includes(path));
  const packages = await packageFolders(git, changed, await writtenPaths(place), call);
  const isPackaged = (path: string) => packages.some((folder) => path.startsWith(folder));
  const others = changed.filter((path) => !isPackaged(path));
  const large = await largeFiles(git, place, others, call);
  const submodules = await writeSubmodules(
    git,
    place,
    { links, before: before.submodules },
    signal,
  );
  const nested: string[] = [];
  const worktrees = new Set<string>();
  const look = async (paths: readonly string[]): Promise<string[]> => {
    const repositories = paths.filter((path) => isRepository(path) && !isPackaged(path));
    for (const path of repositories) if (await isOwnWorktree(place, path)) worktrees.add(path);
    return repositories.filter((path) => !worktrees.has(path));
  };
  /** Repositories without a file: git lists such a one whatever is done, and can't add it. */
  let empty: readonly string[] = [];
  // One may hold others: they show once its own files are in the index, and where it has none, from within it.
  for (let found = await look(others); found.length > 0;) {
    nested.push(...found);
    const inner: string[] = [];
    for (const path of found) inner.push(...(await addNested(git, place, path, call)));
    const left = await look(await listFiles(git, ["--others", "--exclude-standard"], call));
    empty = left.filter((path) => nested.includes(path));
    const next = new Set([...left, ...(await look(inner))]);
    found = [...next].filter((path) => !nested.includes(path));
  }
  const apart = [...worktrees, ...packages, ...empty].map((path) => path.slice(0, -1));
  const excluded = [
    ...[...large.keys(), ...broken, ...Object.keys(submodules), ...apart].map(
      (path) => `(top,literal)${path}`,
    ),
    ...reservedPathspecs,
  ];
  // Where nothing differs from the index there is nothing to add.
  const unreadable = changed.length === 0 ? [] : await addAll(git, excluded, call);
  const within = before.repositories.filter((path) => !isPackaged(path));
  const hidden = await hiddenFiles(git, within, call);
  const reserved = await reservedChanges(git, place, changed, call);
  const below = await Promise.all(
    Object.entries(submodules).map(([path, tree]) =>
      submoduleLeftovers(git, path, before.submodules[path] ?? null, tree, signal),
    ),
  );
  const leftover = (why: Leftover["why"]) => (path: string) => ({ path: readablePath(path), why });
  return {
    tree: (await git.run(["write-tree"], call)).trim(),
    leftovers: [
      ...[...large].map(([path, bytes]) => ({ ...leftover("large")(path), bytes })),
      ...[...worktrees].map(leftover("worktree")),
      ...packages.map(leftover("packages")),
      ...[...closed, ...hidden, ...unreadable].map(leftover("unreadable")),
      ...reserved.map(leftover("reserved")),
      ...below.flat(),
    ],
    nested,
    submodules,
  };
}

/** Notes a file that a worker wrote by a tool: it was meant, even where an ignore list covers it. */
export async function noteWritten({ writtenFile }: Place, path: string): Promise<void> {
  await appendFile(writtenFile, `${JSON.stringify(path)}\n`);
}

export async function writtenPaths({ writtenFile }: Place): Promise<readonly string[]> {
  const noted = await readFile(writtenFile, "utf8").catch(() => "");
  const lines = noted.split("\n").filter((line) => line !== "");
  return [...new Set(lines.map((line) => String(JSON.parse(line))))];
}

/** What was changed of our own; git is asked only where there may be some. */
async function reservedChanges(
  git: Git,
  { directory }: Place,
  changed: readonly string[],
  call: GitCall,
): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const mayHold = names.some((name) => isReserved(name) || /^node_modules$/i.test(name));
  if (!mayHold && !changed.some(isReserved)) return [];
  const own = reservedPathspecs.map((spec) => `:${spec}`);
  return listFiles(git, ["--others", "--modified", "--", ...own], call);
}

/** Files that are too large, with their sizes, unless a filter (such as git-lfs) keeps their bytes out of the history. */
async function largeFiles(
  git: Git,
  { directory }: Pick<Place, "directory">,
  changed: readonly string[],
  call: GitCall,
): Promise<ReadonlyMap<string, number>> {
  const large = new Map<string, number>();
  for (const path of changed) {
    if (path.endsWith("/") || isReserved(path)) continue;
    const entry = await lstat(rawInput(`${rawPath(directory)}/${path}`) as Buffer).catch(
      () => null,
    );
    if (entry?.isFile() !== true || entry.size <= fileBytesMax) continue;
    if (!(await isFiltered(git, path, call))) large.set(path, entry.size);
  }
  return large;
}

async function isFiltered(git: Git, path: string, call: GitCall): Promise<boolean> {
  const args = ["check-attr", "-z", "--stdin", "filter"];
  const result = await git.attempt(args, { ...call, input: rawInput(`${path}\0`) });
  const driver = new TextDecoder().decode(result.stdout).split("\0")[2] ?? "unspecified";
  const known = await git.attempt(
    ["config", "--get-regexp", `^filter\\.${driver}\\.(clean|process)$`],
    call,
  );
  return known.exitCode === 0;
}

/** A work tree of the ticket's own repository is a checkout of what is committed elsewhere, not a part of the project. */
async function isOwnWorktree({ directory }: Place, path: string): Promise<boolean> {
  const link = join(directory, readablePath(path), ".git");
  if ((await lstat(link).catch(() => null))?.isFile() !== true) return false;
  const text = await Bun.file(link).slice(0, linkBytesMax).text();
  return text.startsWith(`gitdir: ${join(directory, ".git", "worktrees")}/`);
}

/** The paths of submodules in the index, which is made from `base` where it is not usable. */
async function submoduleLinks(git: Git, place: Place, base: string, call: GitCall) {
  const args = ["ls-files", "-z", "--stage"];
  let staged = await git.attempt(args, call);
  // A crash may have cut it off, or a cleared cache have taken it.
  if (staged.exitCode !== 0 || !(await Bun.file(place.indexFile).exists())) {
    await rm(place.indexFile, { force: true });
    await makeIndex(git, place, base, call);
    staged = await git.attempt(args, call);
  }
  return rawOf(staged)
    .split("\0")
    .flatMap((line) => /^160000 .*?\t([\s\S]+)$/.exec(line)?.[1] ?? []);
}

/** The files below each submodule that has any, as trees; one that was deleted is not among them. */
async function writeSubmodules(
  git: Git,
  place: Place,
  {
    links,
    before,
  }: { readonly links: readonly string[]; readonly before: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if (links.length === 0) return {};
  const empty = (await git.run(["mktree"], { signal, input: "" })).trim();
  const trees: Record<string, string> = {};
  for (const [index, path] of links.entries()) {
    const directory = join(place.directory, readablePath(path));
    const names = await readdir(directory).catch(() => null);
    if (names === null) continue;
    const isEmpty = names.every((name) => name === ".git") && before[path] === undefined;
    const within = { signal, workTree: { directory, indexFile: `${place.indexFile}%${index}` } };
    if (!isEmpty) await addAll(git, [], within);
    trees[path] = isEmpty ? empty : (await git.run(["write-tree"], within)).trim();
  }
  return trees;
}

async function submoduleLeftovers(
  git: Git,
  path: string,
  before: string | null,
  now: string,
  signal: AbortSignal,
): Promise<Leftover[]> {
  const empty = (await git.run(["mktree"], { signal, input: "" })).trim();
  const changes = await changesBetween(git, before ?? empty, now, { signal });
  const shown =
    changes.length > submoduleFilesMax ? [`${path}/`] : changes.map((one) => `${path}/${one.path}`);
  return shown.map((file) => ({ path: readablePath(file), why: "submodule" }));
}
