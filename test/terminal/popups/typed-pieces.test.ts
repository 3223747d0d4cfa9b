import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type TypedPiece, typedPieces } from "../../../src/terminal/popups/typed-pieces.ts";
import { runs } from "../../sim/arbitrary/runs.ts";

const key = fc.constantFrom("y", "\r", "é", "👪", "\u001b[B", "\u001bOA", "\u001b[1;5C", "\u001a");
const pasted = fc.string({
  unit: fc.constantFrom("y", "\r", "\n", "日", "\u001b[A", " "),
  maxLength: 8,
});
const piece: fc.Arbitrary<TypedPiece> = fc.oneof(
  key.map((text) => ({ type: "keys" as const, text })),
  pasted.map((text) => ({ type: "paste" as const, text })),
);

const sent = ({ type, text }: TypedPiece): string =>
  type === "keys" ? text : `\u001b[200~${text}\u001b[201~`;

/** Keys that follow each other are one text, whatever pieces they came in. */
function joined(pieces: readonly TypedPiece[]): readonly TypedPiece[] {
  const whole: TypedPiece[] = [];
  for (const { type, text } of pieces) {
    const last = whole.at(-1);
    if (type === "keys" && last?.type === "keys")
      whole[whole.length - 1] = { type, text: last.text + text };
    else whole.push({ type, text });
  }
  return whole;
}

describe("what is typed and pasted", () => {
  test("is the same in whatever pieces its bytes come, with no key and no character cut", () => {
    const property = fc.property(fc.array(piece), fc.infiniteStream(fc.nat(5)), (all, sizes) => {
      const typed = typedPieces();
      const got: TypedPiece[] = [];
      const keys = new Set(all.flatMap(({ type, text }) => (type === "keys" ? [text] : [])));
      let bytes = Buffer.from(all.map(sent).join(""));
      while (bytes.length > 0) {
        const size = 1 + sizes.next().value!;
        const pieces = typed.take(bytes.subarray(0, size));
        for (const { type, text } of pieces)
          if (type === "keys" && text.includes("\u001b"))
            expect([...keys].some((one) => one.includes("\u001b") && text.includes(one))).toBe(
              true,
            );
        got.push(...pieces);
        bytes = bytes.subarray(size);
      }
      expect(typed.isWithinKey()).toBe(false);
      expect(joined(got)).toEqual(joined(all));
    });
    fc.assert(property, runs(300));
  });

  test("Escape waits for what may follow it", () => {
    const typed = typedPieces();
    expect(typed.take("\u001b")).toEqual([]);
    expect(typed.isWithinKey()).toBe(true);
    expect(typed.giveUp()).toEqual([{ type: "keys", text: "\u001b" }]);
    expect(typed.isWithinKey()).toBe(false);
  });

  test("Ctrl-C ends a paste that its terminal never ended", () => {
    const typed = typedPieces();
    expect(typed.take("\u001b[200~half a pa")).toEqual([]);
    expect(typed.take("\u0003y")).toEqual([{ type: "keys", text: "\u0003y" }]);
  });

  test("Ctrl-C that was pasted with a text is not pressed", () => {
    const [text] = typedPieces().take("\u001b[200~a\u0003b\u001b[201~");
    expect(text).toEqual({ type: "paste", text: "a\u0003b" });
  });
});
