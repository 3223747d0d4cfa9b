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
  ["[THINK]{}[/THINK]Done.", "Done.", true],
  ["<seed:think>Hm.</seed:think>Done.", "Done.", true],
  ["◁think▷Hm.◁/think▷Done.", "Done.", true],
  ["<|START_THINKING|>Hm.<|END_THINKING|>Done.", "Done.", true],
  ["<|channel>thought\nHm.<channel|>Done.", "Done.", true],
  [
    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Done.",
    "Done.",
    true,
  ],
  ["<scratchpad>{}</scratchpad>Done.", "Done.", true],
  ["<THINK>Hm.</THINK>Done.", "Done.", true],
  ["<|channel|>analysis<|message|>Hm.", "", true],
  ["It closes </scratchpad> now.", "It closes </scratchpad> now.", false],
])("%j says %j", (reply, text, hasTags) => {
  expect(withoutThoughts(reply)).toEqual({ text, hasTags });
});
