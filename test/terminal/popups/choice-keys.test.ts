import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { choiceKeys } from "../../../src/terminal/popups/choice-keys.ts";

const down = "\u001b[B";
const up = "\u001b[A";
const keys = ["y", "n", null, "a", "v"];

/** Which option a list that begins at its first one ends at, if Enter was pressed; `null`: it was not. */
function chosenBy(typed: readonly (string | null)[], count: number): number | null {
  let at = 0;
  // oxlint-disable-next-line no-control-regex
  for (const key of typed.join("").match(/\u001b\[[A-D]|\r|[jk]/g) ?? []) {
    if (key === "\r") return at;
    at = (at + (key === down || key === "j" ? 1 : -1) + count) % count;
  }
  return null;
}

describe("a list of options", () => {
  test("takes no key before it could be read, but Ctrl-C", () => {
    const property = fc.property(fc.array(fc.string()), (early) => {
      const list = choiceKeys(keys);
      for (const typed of early) expect(list.change(typed.replaceAll("\u0003", ""))).toBeNull();
      expect(list.change("\r\r\u0003")).toBe("\u0003");
    });
    fc.assert(property);
  });

  test("is chosen from by one key, wherever the mark stands", () => {
    const move = fc.constantFrom(up, down, "j", "k");
    const property = fc.property(
      fc.array(move),
      fc.constantFrom("y", "n", "a", "v"),
      (moves, key) => {
        const list = choiceKeys(keys);
        list.open();
        const typed = [...moves, key].map((one) => list.change(one));
        expect(chosenBy(typed, keys.length)).toBe(keys.indexOf(key));
      },
    );
    fc.assert(property);
  });

  test("lets arrows, Enter and Escape through as they are, and keys of no option not", () => {
    const list = choiceKeys(keys);
    list.open();
    for (const typed of [down, up, "\r", "\u001b", "j"]) expect(list.change(typed)).toBe(typed);
    for (const typed of ["x", "\t", "\u001b[1;5B"]) expect(list.change(typed)).toBeNull();
  });

  test("takes a key that was pressed twice, or with Enter after it, once", () => {
    for (const typed of ["n", "nn", "n\r", "n\r\n", "nn\r\r"]) {
      const list = choiceKeys(keys);
      list.open();
      expect(list.change(typed)).toBe(`${down}\r`);
    }
    const list = choiceKeys(keys);
    list.open();
    expect(list.change(`${down}\r\r`)).toBe(`${down}\r`);
  });

  test("takes nothing of what is pasted: it was meant for somewhere else", () => {
    const property = fc.property(fc.string(), fc.string({ minLength: 1 }), (before, after) => {
      const list = choiceKeys(keys);
      list.open();
      expect(list.change(`${before}\n${after}x\n`.replaceAll("\u0003", ""))).toBeNull();
      expect(list.change("y")).toBe("\r");
    });
    fc.assert(property);
  });
});
