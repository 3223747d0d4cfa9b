import { expect, test } from "bun:test";
import { cappedText } from "../../../src/workspaces/shell/capped-text.ts";

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

test("control sequences go, lines and tabs stay, in whatever pieces they come", () => {
  const text = "\u001b[1mbold\u001b[0m\ttab\r\nline\u0007\u0008 \u001b]0;title\u0007end\u009b";
  for (const size of [1, 3, text.length]) {
    const capped = cappedText();
    for (let at = 0; at < text.length; at += size) capped.add(text.slice(at, at + size));
    expect(capped.text()).toBe("bold\ttab\nline end");
  }
});

test("of noise only what is kept is looked at", () => {
  const capped = cappedText();
  for (let piece = 0; piece < 1_000; piece++) capped.add("\u0007\ufffd".repeat(1_000));
  expect(capped.text()).toMatch(/^\ufffd+\n\[… 1,970,000 characters left out …\]\n\ufffd+$/);
});
