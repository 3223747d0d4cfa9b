import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative } from "node:path";
import type { Popup } from "../../core/gates/popup.ts";
import type { Paper } from "../../core/words/paper.ts";
import { diffRow } from "../../reports/diff-row.ts";
import { reveal } from "../../terminal/reveal.ts";
import { pathName } from "../../workspaces/ref-names.ts";
import { openRepository } from "../../workspaces/repository.ts";
import { commitDiffs } from "../commit-diff.ts";

interface Place {
  /** The repository. */
  readonly root: string;
  /** Where the worktrees of its runs are. */
  readonly worktrees: string;
}

/** More rows of a diff than anybody reads here. */
const rowsMax = 200;
/** A larger file is compared by nobody while a popup waits. */
const bytesMax = 1_000_000;

/**
 * What an approval would change, for a popup that asks about a merge, or about a write over a file that is there; empty
 * for every other popup.
 */
export async function popupDiff(
  popup: Popup,
  place: Place,
  paper: Paper,
): Promise<readonly string[]> {
  if (popup.kind === "merge") {
    const { commit } = popup.payload;
    const diff = (await commitDiffs(place.root, [commit])).get(commit);
    return diff === undefined ? [] : rowsOf(diff, ` git show ${commit}`, paper);
  }
  const written = writtenBy(popup);
  if (written === null) return [];
  const diff = await changeOf(popup, written, place);
  return diff === null ? [] : rowsOf(diff, "", paper);
}

function rowsOf(diff: string, more: string, paper: Paper): readonly string[] {
  const rows = reveal(diff).trimEnd().split("\n");
  const left = rows.length - rowsMax;
  return [
    ...rows.slice(0, rowsMax).map((row) => diffRow(row, paper)),
    ...(left > 0
      ? [paper.ink("yellow", `… ${left} more rows${more === "" ? "" : `:${more}`}`)]
      : []),
  ];
}

interface Written {
  readonly path: string;
  readonly content: string;
}

function writtenBy(popup: Popup): Written | null {
  if (popup.kind !== "tool" || popup.payload.tool !== "write") return null;
  const { file_path: path, content } = popup.payload.input;
  return typeof path === "string" && typeof content === "string" ? { path, content } : null;
}

/** The change of a file in the ticket's worktree; `null` where it is not there, or not one to be read. */
async function changeOf(
  { runId, ticketId }: Popup,
  { path, content }: Written,
  { root, worktrees }: Place,
): Promise<string | null> {
  if (ticketId === null) return null;
  const tree = await realpath(join(worktrees, pathName(runId), pathName(ticketId))).catch(
    () => null,
  );
  const file = tree === null ? null : await realpath(join(tree, path)).catch(() => null);
  if (tree === null || file === null) return null;
  const inTree = relative(tree, file);
  // A model's path may lead elsewhere, also through a link.
  if (inTree.startsWith("..") || isAbsolute(inTree)) return null;
  const found = await stat(file);
  if (!found.isFile() || found.size > bytesMax || content.length > bytesMax) return null;
  const { git } = await openRepository({ repositoryRoot: root, environment: process.env });
  const flags = ["--no-ext-diff", "--no-textconv", "--no-color"];
  const { stdout } = await git.attempt(["diff", "--no-index", ...flags, "--", file, "-"], {
    input: content,
  });
  const hunks = new TextDecoder().decode(stdout);
  const from = hunks.search(/^@@/m);
  return from === -1 ? null : hunks.slice(from);
}
