import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createStreamText } from "../../../src/terminal/view/stream-text.ts";

const text = (piece: string, block = 0) => ({ type: "text", block, text: piece }) as const;
const rowsOf = (pieces: readonly string[], width: number) => {
  const stream = createStreamText(() => width);
  return [...pieces.flatMap((piece) => stream.push(text(piece))), ...stream.end()].map(
    ({ row }) => row,
  );
};

describe("the text of a stream", () => {
  test("comes out line by line", () => {
    const stream = createStreamText(() => 80);
    expect(stream.push(text("one\ntw"))).toEqual([{ type: "text", row: "one" }]);
    expect(stream.push(text("o"))).toEqual([]);
    expect(stream.end()).toEqual([{ type: "text", row: "two" }]);
  });

  test("comes out once a row is full, broken at a word", () => {
    const stream = createStreamText(() => 12);
    expect(stream.push(text("hello wide world"))).toEqual([{ type: "text", row: "hello wide" }]);
    expect(stream.end()).toEqual([{ type: "text", row: "world" }]);
  });

  test("keeps blocks that interleave apart", () => {
    const stream = createStreamText(() => 80);
    stream.push({ type: "thinking", block: 0, text: "let me " });
    stream.push(text("Here ", 1));
    stream.push({ type: "thinking", block: 0, text: "see" });
    stream.push(text("it is", 1));
    expect(stream.end()).toEqual([
      { type: "thinking", row: "let me see" },
      { type: "text", row: "Here it is" },
    ]);
  });

  test("strips an escape sequence that is split over two deltas", () => {
    expect(rowsOf(["a\x1b[3", "1mb\n"], 80)).toEqual(["ab"]);
  });

  test("shows nothing of a tool's input", () => {
    const stream = createStreamText(() => 80);
    expect(stream.push({ type: "tool-input", block: 0, json: '{"a":1}\n' })).toEqual([]);
    expect(stream.end()).toEqual([]);
  });

  test("loses no word and passes no width, however the text is cut", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (list, sizes) => {
        const whole = list.join(" ");
        const pieces: string[] = [];
        for (let at = 0; at < whole.length;) {
          const size: number = sizes.next().value;
          pieces.push(whole.slice(at, at + size));
          at += size;
        }
        const rows = rowsOf(pieces, 20);
        expect(rows.join(" ").split(" ")).toEqual(list);
        expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(20);
      }),
    );
  });
});
