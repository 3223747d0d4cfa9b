import type { EventOf } from "../../core/event.ts";
import type { Paper } from "../../core/words/paper.ts";

/** What makes it doubtful that a check tested the ticket's own tree; empty where nothing does. */
export function elsewhereRows(
  { elsewhere = [] }: Pick<EventOf<"check.ended">, "elsewhere">,
  { ink, cleanLine }: Pick<Paper, "ink" | "cleanLine">,
): readonly string[] {
  if (elsewhere.length === 0) return [];
  return [
    `${ink("yellow", "▲")} it may have tested your own checkout instead:`,
    ...elsewhere.map((way) => ink("dim", `  ${cleanLine(way)}`)),
    ink("dim", "  Make what it tests in each worktree: `setup` in rehearsal.config.ts."),
  ];
}
