import type { Workspace } from "../ports.ts";
import type { Git } from "./git.ts";
import { isProjectDocument, projectDocument, surveyFilesMax } from "./project-documents.ts";

/** What a commit holds, for those who plan: its files, and the documents that say what the project is. */
export async function surveyCommit(
  git: Git,
  commit: string,
  signal: AbortSignal,
): ReturnType<Workspace["survey"]> {
  const listed = await git.run(["ls-tree", "-r", "-z", commit], { signal });
  const files = listed.split("\0").flatMap((line) => {
    const match = /^(100|120)\d+ blob [0-9a-f]+\t([\s\S]+)$/.exec(line);
    return match === null ? [] : [{ isLink: match[1] === "120", path: match[2] ?? "" }];
  });
  const wanted = files.flatMap(({ path }) => (isProjectDocument(path) ? [path] : []));
  const texts = await textsIn(git, commit, wanted, signal);
  return {
    files: files.flatMap(({ path, isLink }) => (isLink ? [] : [path])).slice(0, surveyFilesMax),
    documents: texts.map(({ path, text }) => projectDocument(path, text)),
  };
}

/**
 * The texts of files of a commit, links followed (`AGENTS.md` often is one); none of those that are not there or lead
 * out of it.
 */
async function textsIn(
  git: Git,
  commit: string,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  // `git cat-file --batch` reads one name a line, so a name with a newline can't be asked for.
  const paths = wanted.filter((path) => !path.includes("\n"));
  if (paths.length === 0) return [];
  const input = paths.map((path) => `${commit}:${path}\n`).join("");
  const result = await git.attempt(["cat-file", "--batch", "--follow-symlinks"], { signal, input });
  const decoder = new TextDecoder();
  let rest = result.stdout;
  return paths.flatMap((path) => {
    const headingEnd = rest.indexOf(10) + 1;
    const heading = decoder.decode(rest.subarray(0, headingEnd));
    rest = rest.subarray(headingEnd);
    // "… blob SIZE", or another word with the size of what follows; of what is missing nothing does.
    const [, kind, size] = / ?(\w+) (\d+)\n$/.exec(heading) ?? [];
    if (size === undefined) return [];
    const text = decoder.decode(rest.subarray(0, Number(size)));
    rest = rest.subarray(Number(size) + 1);
    return kind === "blob" ? [{ path, text }] : [];
  });
}
