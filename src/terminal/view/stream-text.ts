import type { Delta } from "../../core/reply/delta.ts";
import { createStripper } from "../sanitize.ts";
import { wrapLine } from "../wrap.ts";

/** A complete row of a stream. */
export interface StreamRow {
  readonly type: "text" | "thinking";
  readonly row: string;
}

/** Turns the deltas of one stream unit into whole rows. */
export interface StreamText {
  push(delta: Delta): readonly StreamRow[];
  /** The rest, when the unit ends. */
  end(): readonly StreamRow[];
}

/**
 * Collects deltas into rows, so that concurrent streams never share a row. A row is complete at its newline or once
 * it is full. Blocks of a reply may interleave, so each has a row of its own.
 */
export function createStreamText(width: () => number): StreamText {
  const blocks = new Map<number, OpenBlock>();
  return {
    push(delta) {
      if (delta.type !== "text" && delta.type !== "thinking") return [];
      let block = blocks.get(delta.block);
      if (block === undefined) {
        block = { type: delta.type, strip: createStripper().push, rest: "" };
        blocks.set(delta.block, block);
      }
      return take(block, block.strip(delta.text), width());
    },
    end() {
      const rows = [...blocks.values()].flatMap((block) =>
        block.rest.trim() === "" ? [] : [{ type: block.type, row: block.rest.trimEnd() }],
      );
      blocks.clear();
      return rows;
    },
  };
}

interface OpenBlock {
  readonly type: StreamRow["type"];
  readonly strip: (text: string) => string;
  rest: string;
}

function take(block: OpenBlock, text: string, width: number): readonly StreamRow[] {
  const lines = (block.rest + text).split("\n");
  const open = wrapOpen(lines.pop() ?? "", width);
  block.rest = open.pop() ?? "";
  return [...lines.flatMap((line) => wrapLine(line, width)), ...open].map((row) => ({
    type: block.type,
    row: row.trimEnd(),
  }));
}

/** Wraps a line that may still grow: its trailing spaces are kept. */
function wrapOpen(line: string, width: number): string[] {
  const rows = [...wrapLine(line, width)];
  const last = rows.pop() ?? "";
  const lost =
    line.endsWith(" ") && rows.length > 0 && !last.endsWith(" ") && last !== "" ? " " : "";
  return [...rows, last + lost];
}
