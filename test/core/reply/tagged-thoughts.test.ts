import { expect, test } from "bun:test";
import { withoutThoughts } from "../../../src/core/reply/tagged-thoughts.ts";

test.each<[string, string, boolean]>([
  ["Done.", "Done.", false],
  ["<think>{}</think>Done.", "Done.", true],
  ["\n<thinking>Hm.</thinking>\nDone.", "\nDone.", true],
  ["Hm.</think>Done.", "Done.", true],
  ["<think>a</think>b<think>c</think>d", "d", true],
  ["<think>Hm.", "", true],
  ["I know <think> tags.", "I know <think> tags.", false],
])("%j says %j", (reply, text, hasTags) => {
  expect(withoutThoughts(reply)).toEqual({ text, hasTags });
});
