import { inkFor } from "../terminal/ink.ts";
import { endlessPaper, paperFor } from "../terminal/paper.ts";
import type { Paper } from "../core/words/paper.ts";

/** The width and colours of the terminal behind a stream; without a terminal, no colours and no limit of width. */
export function paperOn(output: NodeJS.WriteStream): Paper {
  if (!output.isTTY) return endlessPaper;
  const ink = inkFor({ isTTY: true, wishes: process.env });
  return paperFor({ ink, columns: () => output.columns || 80 });
}
