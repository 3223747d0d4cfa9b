import { describe, expect, test } from "bun:test";
import type { ContextRow } from "../../../src/core/window/context-rows.ts";
import { messageRows } from "../../../src/reports/context/context-messages.ts";
import { messageText } from "../../../src/reports/context/context-words.ts";
import { sheet } from "../paper.ts";
import { sampleView } from "../sample-context.ts";

const { rows } = sampleView;
const table = (order: "turn" | "size", heightMax: number, columns = 80) =>
  messageRows(rows, { order, heightMax, more: "" }, sheet(columns));
const sizesOf = (lines: readonly string[]) =>
  lines.slice(1).flatMap((line) => /^ *\d+ +\d* +([\d,]+) /.exec(line)?.[1] ?? []);

describe("the messages of a session", () => {
  test("say what they are: the ticket, a call, what it brought", () => {
    const lines = table("turn", 99);
    expect(lines[1]).toContain("“do it”");
    expect(lines[2]).toContain("→ read src/file-1.ts");
    expect(lines[3]).toContain("← read src/file-1.ts");
  });

  test("come in order, or by size with the largest first", () => {
    const bySize = sizesOf(table("size", 99)).map((size) => Number(size.replaceAll(",", "")));
    expect(bySize).toHaveLength(rows.length);
    expect(bySize).toEqual(bySize.toSorted((a, b) => b - a));
  });

  test("by size have what is held first: what is left out altogether takes nothing", () => {
    const largest = rows.toSorted((a, b) => b.estimatedTokens - a.estimatedTokens)[0]!;
    const dropped = rows.map((row): ContextRow =>
      row.turn === largest.turn ? { ...row, dropped: "whole" } : row,
    );
    const lines = messageRows(dropped, { order: "size", heightMax: 99, more: "" }, sheet(80));
    expect(lines.slice(1).map((line) => line.includes(" all "))).toEqual(
      dropped.map((_, index) => index >= dropped.length - 2),
    );
  });

  test("are the last ones where not all fit, or the largest, and the note says how many are not there", () => {
    expect(table("turn", 6)).toHaveLength(6);
    expect(table("turn", 6).at(-1)).toBe("9 earlier messages not shown.");
    expect(table("turn", 6).at(-2)).toContain("← read src/file-6.ts");
    expect(table("size", 6).at(-1)).toBe("9 smaller messages not shown.");
    expect(table("turn", 2)).toEqual([]);
  });

  test("name what is left out of them in a column that is there only where something is", () => {
    expect(table("turn", 99)[0]).not.toContain("Left out");
    const dropped = rows.map((row): ContextRow => {
      if (row.turn === 0 || row.turn > 2) return row;
      return { ...row, dropped: row.turn === 1 ? "whole" : "results" };
    });
    const lines = messageRows(dropped, { order: "turn", heightMax: 99, more: "" }, sheet(40));
    expect(lines[0]).toBe("Turn  Tokens  Left out  Message");
    expect(lines[2]).toContain("all       → read");
    expect(lines[5]).toContain("output    ← read");
    for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(40);
  });

  test("count the calls of one reply, and say that others are still at work", () => {
    const call = { tool: "read", target: "a.ts", estimatedTokens: 20 };
    const large = { tool: "bash", target: "seq 1 900", estimatedTokens: 1_995 };
    const row: ContextRow = { ...rows[2]!, calls: [call, large, call] };
    expect(messageText({ ...row, role: "assistant" })).toBe(
      "→ bash seq 1 900 (1,995) and 2 others",
    );
    const partial: ContextRow = { ...row, calls: [call], role: "user", isPartial: true };
    expect(messageText(partial)).toBe("← read a.ts, so far");
  });
});
