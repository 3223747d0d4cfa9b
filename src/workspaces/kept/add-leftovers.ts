import { lstat, readdir, readFile } from "node:fs/promises";
import type { Leftover } from "../../core/leftover.ts";
import { type Git, type GitCall, gitError, rawInput, rawPath, stdoutText } from "../git.ts";
import { filesBelow, isHidden } from "./hidden-files.ts";
import { isNotPermitted, rejectForeign } from "./foreign-files.ts";

/** Adds files to an index that no commit of a ticket holds: also where git refuses their name or can't convert their text. */
export async function addLeftovers(
  git: Git,
  all: readonly Leftover[],
  call: GitCall & { readonly workTree: NonNullable<GitCall["workTree"]> },
): Promise<void> {
  if (all.length === 0) return;
  const files = all.filter(({ path }) => !isHidden(path));
  const { directory } = call.workTree;
  for (const { path } of all.filter((one) => isHidden(one.path)))
    for (const file of await filesBelow(directory, rawPath(path)).catch(rejectForeign(directory)))
      await addBytes(git, file, call);
  if (files.length === 0) return;
  // Large files seldom compress, and to try takes five times as long as to store them as they are.
  const isLarge = files.some(({ why }) => why === "large");
  const settings = isLarge ? ["core.compression=0", "pack.compression=0"] : [];
  const add = async (added: readonly Leftover[]) => {
    const args = ["add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul"];
    const input = rawInput(added.map(pathspec).join("\0"));
    return (await git.attempt(args, { ...call, input, settings })).exitCode === 0;
  };
  if (await add(files)) return;
  // Git stops at the first that it can't add, and one that has gone meanwhile is an error to it.
  for (const file of files) if (!(await add([file]))) await addBytes(git, rawPath(file.path), call);
}

/** What can't be read in a path, because it is not UTF-8, stands for anything. */
function pathspec({ path }: Leftover): string {
  if (!path.includes(unreadable)) return `:(top,literal)${rawPath(path)}`;
  const glob = path.replace(/[\\*?[\]]/g, "\\$&").replaceAll(unreadable, "*");
  return `:(top,glob)${rawPath(glob)}${path.endsWith("/") ? "**" : ""}`;
}
const unreadable = "\ufffd";

/** Adds a file (raw) with its very bytes; under a name that git takes where it refuses its own. */
async function addBytes(
  git: Git,
  path: string,
  call: GitCall & { readonly workTree: NonNullable<GitCall["workTree"]> },
): Promise<void> {
  const { directory } = call.workTree;
  const place = rawInput(`${rawPath(directory)}/${path}`) as Buffer;
  const text = await textOf(place).catch(rejectForeign(directory));
  if (text === null) return;
  const hash = ["hash-object", "-w", "--no-filters", "--stdin"];
  const written = await git.attempt(hash, { ...call, input: text.bytes });
  const blob = stdoutText(written).trim();
  const mode = text.isProgram ? "100755" : "100644";
  for (const name of [path, takenName(path)]) {
    const input = rawInput(`${mode} ${blob}\t${name}\0`);
    const args = ["update-index", "-z", "--replace", "--index-info"];
    const result = await git.attempt(args, { ...call, input });
    if (result.exitCode !== 0) throw gitError(args, "the ticket's tree", result);
    // Of a name that it refuses git only says so.
    if (!/^Ignoring path /m.test(result.stderr)) return;
  }
}

/** `null` for what is no file: a pipe would be waited for. */
async function textOf(place: Buffer) {
  const entry = await lstat(place).catch((error: unknown) => {
    if (isNotPermitted(error)) throw error;
    return null;
  });
  if (entry?.isDirectory() === true) await readdir(place);
  if (entry?.isFile() !== true) return null;
  return { bytes: await readFile(place), isProgram: (entry.mode & 0o100) !== 0 };
}

/** `git~1/a` becomes `git%7E1%2Fa`. */
const takenName = (path: string): string =>
  path.replace(
    /[^A-Za-z0-9_-]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
