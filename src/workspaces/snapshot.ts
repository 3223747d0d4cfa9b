import { appendFile, lstat, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Leftover } from "../core/leftover.ts";
import { type Git, type GitCall, gitError, rawInput, rawOf, readablePath } from "./git.ts";
import { changesBetween } from "./overlay.ts";
import { halfWritten } from "./kept/half-written.ts";
import { packageFolders } from "./package-folders.ts";
import { isReserved, reservedPathspecs } from "./reserved.ts";
import { changeIndex, entriesIn } from "./scratch-index.ts";

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
): Promise<Snapshot> {
  const call: GitCall = { signal, workTree: place };
  await rm(`${place.indexFile}.lock`, { force: true });
  const links = await submoduleLinks(git, place, before.base, call);
  const listed = await list(git, ["--others", "--modified", "--exclude-standard"], call);
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
  // One may hold others: they show once its own files are in the index.
  for (let found = await look(others); found.length > 0;) {
    nested.push(...found);
    for (const path of found) await addNested(git, place, path, call);
    found = await look(await list(git, ["--others", "--exclude-standard"], call));
  }
  const apart = [...worktrees, ...packages].map((path) => path.slice(0, -1));
  const excluded = [
    ...[...large, ...broken, ...Object.keys(submodules), ...apart].map(
      (path) => `(top,literal)${path}`,
    ),
    ...reservedPathspecs,
  ];
  // Where nothing differs from the index there is nothing to add.
  const unreadable = changed.length === 0 ? [] : await addAll(git, excluded, call);
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
      ...large.map(leftover("large")),
      ...[...worktrees].map(leftover("worktree")),
      ...packages.map(leftover("packages")),
      ...unreadable.map(leftover("unreadable")),
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

/** Paths of the folder, raw, that git lists by these words; a repository within it ends in a slash. */
async function list(git: Git, words: readonly string[], call: GitCall): Promise<string[]> {
  const listed = await git.runRaw(["ls-files", "-z", ...words], call);
  return [...new Set(listed.split("\0"))].filter((path) => path !== "");
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
  return list(git, ["--others", "--modified", "--", ...own], call);
}

/** Adds all changes but those that are excluded; answers (raw) what git could not add. */
async function addAll(git: Git, excluded: readonly string[], call: GitCall): Promise<string[]> {
  const args = ["add", "--all", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul"];
  const specs = [":(top)", ...excluded.map((spec) => `:(exclude,${spec.slice(1)}`)];
  const input = rawInput(specs.join("\0"));
  const result = await git.attempt(args, { ...call, input });
  if (result.exitCode === 0 || isIgnoredAlone(result.stderr)) return [];
  const rest = await git.attempt([...args, "--ignore-errors"], { ...call, input });
  const said = Buffer.from(rest.stderr, "utf8").toString("latin1");
  const paths = [...said.matchAll(/unable to (?:index file|add) '([^']+)'/g)].map(
    ([, path = ""]) => path,
  );
  if (paths.length === 0) throw gitError(args, "the ticket's tree", result);
  return [...new Set(paths)];
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

/** Files that are too large, unless a filter (such as git-lfs) keeps their bytes out of the history. */
async function largeFiles(
  git: Git,
  { directory }: Pick<Place, "directory">,
  changed: readonly string[],
  call: GitCall,
): Promise<string[]> {
  const large: string[] = [];
  for (const path of changed) {
    if (path.endsWith("/") || isReserved(path)) continue;
    const entry = await lstat(rawInput(`${raw(directory)}/${path}`) as Buffer).catch(() => null);
    if (entry?.isFile() !== true || entry.size <= fileBytesMax) continue;
    if (!(await isFiltered(git, path, call))) large.push(path);
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

/** A repository within the tree, as project generators make them: its files are added as files. */
export async function addNested(
  git: Git,
  place: Place,
  path: string,
  call: GitCall,
): Promise<void> {
  const directory = join(place.directory, readablePath(path));
  const indexFile = `${place.indexFile}%nested`;
  await rm(indexFile, { force: true });
  try {
    const within: GitCall = { ...call, workTree: { directory, indexFile } };
    // Repositories within this one are found by the next snapshot, once these files are in the index.
    const deeper = (await list(git, ["--others", "--exclude-standard"], within)).filter(
      isRepository,
    );
    const excluded = deeper.map((inner) => `(top,literal)${inner.slice(0, -1)}`);
    await addAll(git, excluded, within);
    const listed = await git.runRaw(["ls-files", "-z", "--stage"], within);
    await changeIndex(git, entriesIn(listed, path), call);
  } finally {
    await rm(indexFile, { force: true });
  }
}

/** The paths of submodules in the index, which is made from `base` where it is not usable. */
async function submoduleLinks(git: Git, { indexFile }: Place, base: string, call: GitCall) {
  const args = ["ls-files", "-z", "--stage"];
  let staged = await git.attempt(args, call);
  // A crash may have cut it off, or a cleared cache have taken it.
  if (staged.exitCode !== 0 || !(await Bun.file(indexFile).exists())) {
    await rm(indexFile, { force: true });
    await git.run(["read-tree", base], call);
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

const isRepository = (path: string): boolean => path.endsWith("/");
const raw = (path: string): string => Buffer.from(path, "utf8").toString("latin1");
