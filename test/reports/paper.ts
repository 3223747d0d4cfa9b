import { plainInk } from "../../src/terminal/ink.ts";
import { paperFor } from "../../src/terminal/paper.ts";
import type { Paper } from "../../src/core/words/paper.ts";

/** The terminal's own paper without colour, as the commands hand it to a report. */
export const sheet = (columns: number): Paper =>
  paperFor({ ink: plainInk, columns: () => columns });
