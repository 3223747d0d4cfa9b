import { inkFor } from "../terminal/ink.ts";
import { endlessPaper, type Paper, paperFor } from "../terminal/paper.ts";

/** How stdout is written: for people, or as JSON. */
export type OutputFormat = "text" | "json";

/** Paper of the terminal behind a stream; endless and without colour where there is none. */
export function paperOn(output: NodeJS.WriteStream): Paper {
  if (!output.isTTY) return endlessPaper;
  const ink = inkFor({ isTTY: true, noColor: process.env["NO_COLOR"] });
  return paperFor({ ink, columns: () => output.columns || 80 });
}
