import { expect, test } from "bun:test";
import {
  noRepetition,
  noteResult,
  repetitionNote,
  timesOf,
} from "../../../src/core/tools/repetition.ts";

const call = { type: "tool-use", callId: "c", tool: "bash", input: { command: "make" } } as const;
const resultOf = (text: string) => ({ text, isError: false });
const timesAfter = (before: readonly string[], text: string): number => {
  const repetition = noRepetition();
  for (const one of before) noteResult(repetition, call, resultOf(one));
  return timesOf(repetition, call, resultOf(text));
};

test("the note below a result is no part of it, whatever number it has", () => {
  for (const times of [3, 4, 12_345])
    expect(timesAfter(["ok", "ok"], `ok${repetitionNote(times)}`)).toBe(3);
});

test("a note within a result is the tool's own, and what stands behind it counts", () => {
  const quoted = (line: string) => `log:${repetitionNote(3)}\n${line.repeat(300)}`;
  expect(timesAfter([quoted("a")], quoted("b"))).toBe(1);
  expect(timesAfter([quoted("a")], quoted("a"))).toBe(2);
});
