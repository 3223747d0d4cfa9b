import { beforeEach, describe, expect, test } from "bun:test";
import {
  createPromptCache,
  promptTokens,
  type InputUsage,
  type PromptCache,
  type PromptSegment,
} from "../../src/mock-provider/prompt-cache.ts";

const long = "x".repeat(4 * 1_100);
const minuteMs = 60_000;
const plain = (text: string): PromptSegment => ({ text, keepMs: null });
const marked = (text: string): PromptSegment => ({ text, keepMs: 5 * minuteMs });

let nowMs = 0;
let cache: PromptCache;
beforeEach(() => {
  nowMs = 0;
  cache = createPromptCache(() => nowMs);
});
const account = (...segments: readonly PromptSegment[]): InputUsage =>
  cache.account("model", segments);

test("a prompt without a breakpoint is all input", () => {
  expect(account(plain(long))).toEqual({
    inputTokens: 1_100,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
  });
});

test("a prefix is written once, and read by the next request that begins so", () => {
  expect(account(marked(long), plain("abcd"))).toEqual({
    inputTokens: 1,
    cacheReadTokens: 0,
    cacheWriteTokens: 1_100,
  });
  expect(account(marked(long), plain("something else"))).toMatchObject({
    cacheReadTokens: 1_100,
    cacheWriteTokens: 0,
  });
});

test("a growing conversation reads what it wrote a turn before, though the breakpoint moved", () => {
  account(plain(long), marked("turn 1"));
  const next = account(plain(long), plain("turn 1"), plain("turn 2"), marked("turn 3"));
  expect(next.cacheReadTokens).toBe(1_102);
  expect(next.cacheWriteTokens).toBe(4);
});

test("more than twenty blocks back nothing is found", () => {
  account(marked(long));
  const between = Array.from({ length: 21 }, (_, index) => plain(`block ${index}`));
  expect(account(plain(long), ...between, marked("end")).cacheReadTokens).toBe(0);
});

test("a short prefix is not kept", () => {
  account(marked("short"));
  expect(account(marked("short"))).toMatchObject({ cacheReadTokens: 0, cacheWriteTokens: 0 });
});

test("another model, or another beginning, reads nothing", () => {
  account(marked(long));
  expect(cache.account("other", [marked(long)]).cacheReadTokens).toBe(0);
  expect(account(plain("!"), marked(long)).cacheReadTokens).toBe(0);
});

describe("a prefix's life", () => {
  test("ends when its time is over", () => {
    account(marked(long));
    nowMs = 5 * minuteMs;
    expect(account(marked(long)).cacheReadTokens).toBe(0);
  });

  test("starts anew when it is read", () => {
    account(marked(long));
    nowMs = 4 * minuteMs;
    account(plain(long), marked("not the same breakpoint"));
    nowMs = 8 * minuteMs;
    expect(account(marked(long)).cacheReadTokens).toBe(1_100);
  });
});

test("whatever the cache does, the three counts sum up to the prompt", () => {
  const segments = [marked(long), plain("a"), marked("b"), plain("c")];
  for (let request = 0; request < 3; request += 1) {
    const usage = account(...segments.slice(0, 2 + request));
    const total = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
    expect(total).toBe(promptTokens(segments.slice(0, 2 + request)));
  }
});

test("what is written for an hour is counted apart from what is written for five minutes", () => {
  const hour = (text: string): PromptSegment => ({ text, keepMs: 60 * minuteMs });
  expect(cache.accountByLife("model", [hour(long), marked("abcd"), plain("efgh")])).toEqual({
    input: { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 1_101 },
    hourWriteTokens: 1_100,
  });
});

test("what is kept is bounded", () => {
  for (let request = 0; request < 10_050; request += 1) account(marked(long + request));
  expect(cache.size()).toBe(10_000);
  expect(account(marked(`${long}10049`)).cacheReadTokens).toBeGreaterThan(0);
  expect(account(marked(`${long}0`)).cacheReadTokens).toBe(0);
});

test.each([
  ["claude-opus-5-5", 512],
  ["claude-fable-5", 512],
  ["claude-haiku-5-5", 512],
  ["claude-sonnet-5", 1_024],
  ["claude-opus-4-8", 1_024],
  ["claude-sonnet-4-5", 1_024],
  ["claude-opus-4-7", 2_048],
  ["claude-3-5-haiku-20241022", 2_048],
  ["claude-opus-4-5-20251101", 4_096],
  ["claude-haiku-4-5", 4_096],
])("%s keeps a prefix of %d tokens, and none that is shorter", (model, tokens) => {
  const written = (count: number) =>
    cache.account(model, [marked("abcd".repeat(count))]).cacheWriteTokens;
  expect(written(tokens - 1)).toBe(0);
  expect(written(tokens)).toBe(tokens);
});
