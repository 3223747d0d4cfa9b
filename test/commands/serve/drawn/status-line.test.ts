import { expect, test } from "bun:test";
import { newStatusLine } from "../../../../src/commands/serve/drawn/status-line.ts";

function writtenTo(isTTY: boolean): readonly string[] {
  const written: string[] = [];
  const line = newStatusLine({ isTTY, write: (text: unknown) => written.push(String(text)) > 0 });
  line.clear();
  line.show("1 of 3 seeds");
  line.clear();
  line.clear();
  return written;
}

test("a status line is cleared once, and only where it was shown", () => {
  expect(writtenTo(true)).toEqual(["\r\x1b[2K1 of 3 seeds", "\r\x1b[2K"]);
});

test("nothing is written where stderr is no terminal", () => {
  expect(writtenTo(false)).toEqual([]);
});
