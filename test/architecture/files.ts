import type { SourceFile } from "./source-module.ts";

const emptyNames: ReadonlySet<string> = new Set([
  "common",
  "helper",
  "helpers",
  "misc",
  "util",
  "utilities",
  "utils",
]);

/** Names that say nothing of what is inside. */
export function emptyNamed(files: readonly Pick<SourceFile, "path">[]): readonly string[] {
  return files
    .filter(({ path }) => path.split(/[/.\-_]/).some((word) => emptyNames.has(word.toLowerCase())))
    .map(({ path }) => `${path} has a name that says nothing: call it by its noun or its verb`);
}

export const roomFilesMax = 35;

/** Folders that show more files side by side than can be looked over. */
export function crowdedRooms(files: readonly Pick<SourceFile, "path">[]): readonly string[] {
  const rooms = Map.groupBy(files, ({ path }) => path.slice(0, path.lastIndexOf("/") + 1));
  return [...rooms]
    .filter(([, inside]) => inside.length > roomFilesMax)
    .map(([room, inside]) => `${room} has ${inside.length} files side by side: part it into rooms`);
}

export const linesMax = 300;

/** Files that are too long without a reason, and reasons for files that are not too long. */
export function tooLong(
  files: readonly SourceFile[],
  reasons: Readonly<Record<string, string>>,
): readonly string[] {
  const long = files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > linesMax);
  const unexplained = long
    .filter(({ path }) => !Object.hasOwn(reasons, path))
    .map(({ path, lines }) => `${path} has ${lines} lines: part it, or give the reason`);
  const idle = Object.keys(reasons)
    .filter((path) => !long.some((file) => file.path === path))
    .map((path) => `${path} has ${linesMax} lines at most and needs no reason`);
  return [...unexplained, ...idle];
}

const registryHost =
  /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b|\b(?:npmjs|npmmirror|yarnpkg|unpkg)\.[a-z]{2,}\b/i;

/** Texts that name a package registry's host: which one is used is the machine's affair. */
export function registryHosts(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ text }) => registryHost.test(text))
    .map(({ path }) => `${path} names a package registry's host`);
}
