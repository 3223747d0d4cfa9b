import { expect, test } from "bun:test";
import { bytesText } from "../../../src/core/words/bytes-text.ts";

test.each([
  [0, "0 bytes"],
  [1023, "1023 bytes"],
  [1024, "1.0 kB"],
  [62 * 1024 ** 2, "62 MB"],
  [2.1 * 1024 ** 3, "2.1 GB"],
  [5000 * 1024 ** 4, "5000 TB"],
])("%d is %s", (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
