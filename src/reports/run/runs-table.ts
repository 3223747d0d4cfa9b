import type { Projection } from "../../core/projection.ts";
import type { StoredRun } from "../../ports.ts";
import { outcomeText } from "./outcome-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { tableRows } from "../table.ts";

/** A run in a list; `damaged`: its log can't be read. */
export interface RunRow extends StoredRun {
  readonly outcome: Projection["outcome"] | "damaged";
}

/** The text of `rehearsal runs`, the newest first. */
export function runsTable(
  runs: readonly RunRow[],
  nowMs: number,
  paper: Paper,
  start: string,
): string {
  if (runs.length === 0) return `No runs yet. Start one with: ${start}\n`;
  const newestFirst = runs.toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  const rows = tableRows<RunRow>(
    [
      { title: "Run", align: "left", cell: (run) => paper.cleanLine(run.runId) },
      {
        title: "Outcome",
        align: "left",
        cell: (run) =>
          run.outcome === "damaged"
            ? paper.ink("red", "✗ damaged")
            : outcomeText(run.outcome, paper),
      },
      { title: "Started", align: "left", cell: (run) => agoText(nowMs - run.startedAtMs) },
      { title: "Epic", align: "left", cell: (run) => paper.cleanLine(run.epic) },
    ],
    newestFirst,
    paper,
  );
  return `${rows.join("\n")}\n`;
}

const steps = [
  { unit: "d", ms: 86_400_000 },
  { unit: "h", ms: 3_600_000 },
  { unit: "min", ms: 60_000 },
] as const;

function agoText(elapsedMs: number): string {
  for (const { unit, ms } of steps)
    if (elapsedMs >= ms) return `${Math.floor(elapsedMs / ms)} ${unit} ago`;
  return "just now";
}
