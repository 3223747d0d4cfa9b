import { lstat, readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Git, type GitCall, rawInput, rawPath, readablePath } from "../git.ts";

/** Whether git passes over a path (raw or not) in silence, whatever stands there. */
export const isHidden = (path: string): boolean => /(?:^|\/)\.git(?:\/|$)/.test(path);

/**
 * Those of some paths called `.git` below a tree's root (raw) that are no repository's, such as data of a test: git adds nothing of
 * them and says nothing. A folder ends in a slash. What an ignore list covers is left out.
 */
export async function hiddenFiles(
  git: Git,
  paths: readonly string[],
  call: GitCall & { readonly workTree: NonNullable<GitCall["workTree"]> },
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { directory } = call.workTree;
  const found: string[] = [];
  for (const path of paths) {
    const place = join(directory, readablePath(path));
    const entry = await lstat(place).catch(() => null);
    if (entry === null || (await isOfRepository(place, entry.isDirectory()))) continue;
    found.push(entry.isDirectory() ? `${path}/` : path);
  }
  const above = (path: string) => dirname(path.replace(/\/$/, ""));
  const input = rawInput(found.map((path) => `${above(path)}\0`).join(""));
  const asked = await git.attempt(["check-ignore", "-z", "--stdin"], { ...call, input });
  const ignored = new Set(Buffer.from(asked.stdout).toString("latin1").split("\0"));
  return found.filter((path) => !ignored.has(above(path)));
}

async function isOfRepository(place: string, isFolder: boolean): Promise<boolean> {
  if (isFolder) {
    const names = await readdir(place).catch((): string[] => []);
    return ["HEAD", "objects", "refs"].every((name) => names.includes(name));
  }
  const text = await Bun.file(place)
    .text()
    .catch(() => "");
  const [, to] = /^gitdir: (.+?)\n*$/.exec(text) ?? [];
  return to !== undefined && (await lstat(resolve(dirname(place), to)).catch(() => null)) !== null;
}

/** The files below a path of a tree (raw), or the one that it is. */
export async function filesBelow(directory: string, path: string): Promise<readonly string[]> {
  if (!path.endsWith("/")) return [path];
  const place = rawInput(`${rawPath(directory)}/${path}`) as Buffer;
  const entries = await readdir(place, { withFileTypes: true, encoding: "latin1" });
  const found = entries.map((entry) =>
    filesBelow(directory, `${path}${entry.name}${entry.isDirectory() ? "/" : ""}`),
  );
  return (await Promise.all(found)).flat();
}
