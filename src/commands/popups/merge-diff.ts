import type { Popup } from "../../core/gates/popup.ts";
import type { Paper } from "../../core/words/paper.ts";
import { diffRow } from "../../reports/diff-row.ts";
import { reveal } from "../../terminal/reveal.ts";
import { commitDiffs } from "../commit-diff.ts";
import type { OpenedRun } from "../say/stored-run.ts";

/** More rows of a diff than anybody reads here. */
const rowsMax = 200;

/** What a ticket's commit changes, for the popup that asks about its merge; empty for every other popup. */
export async function mergeDiff(
  popup: Popup,
  { root }: Pick<OpenedRun, "root">,
  paper: Paper,
): Promise<readonly string[]> {
  if (popup.kind !== "merge") return [];
  const { commit } = popup.payload;
  const diff = (await commitDiffs(root, [commit])).get(commit);
  if (diff === undefined) return [];
  const rows = reveal(diff).trimEnd().split("\n");
  const left = rows.length - rowsMax;
  return [
    "",
    ...rows.slice(0, rowsMax).map((row) => diffRow(row, paper)),
    ...(left > 0 ? [paper.ink("yellow", `… ${left} more rows: git show ${commit}`)] : []),
  ];
}
