import { expect, test } from "bun:test";
import { cappedText, plainText } from "../../src/workspaces/capped-text.ts";

test("a text that fits is kept as it is", () => {
  const capped = cappedText();
  capped.add("a".repeat(15_000));
  capped.add("b".repeat(15_000));
  expect(capped.text()).toBe("a".repeat(15_000) + "b".repeat(15_000));
});

test("of a longer one the head and the tail are kept, in pieces of any size", () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join("");
  for (const size of [1_000, 7, text.length]) {
    const capped = cappedText();
    for (let at = 0; at < text.length; at += size) capped.add(text.slice(at, at + size));
    const leftOut = (text.length - 30_000).toLocaleString("en");
    expect(capped.text()).toBe(
      `${text.slice(0, 10_000)}\n[… ${leftOut} characters left out …]\n${text.slice(-20_000)}`,
    );
  }
});

test("control sequences go, lines and tabs stay", () => {
  const text = "\u001b[1mbold\u001b[0m\ttab\r\nline\u0007\u0008 \u001b]0;title\u0007end\u009b";
  expect(plainText(text)).toBe("bold\ttab\nline end");
});
