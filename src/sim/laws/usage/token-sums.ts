import type { Price, Usage } from "../../../core/ledger/usage.ts";

/* Sums of tokens and dollars, independent of the core's own, so that a mistake would have to be made in both. */

/** What is paid for, with its price. Thoughts are a part of the output. */
const priced = {
  inputTokens: "inputUsd",
  outputTokens: "outputUsd",
  cacheReadTokens: "cacheReadUsd",
  cacheWriteTokens: "cacheWriteUsd",
} as const satisfies Partial<Record<keyof Usage, keyof Price>>;

const paidMembers = Object.keys(priced) as (keyof typeof priced)[];

export const usageMembers: readonly (keyof Usage)[] = [...paidMembers, "thinkingTokens"];

export const noTokens: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  thinkingTokens: 0,
};

export const withUsage = (one: Usage, other: Usage): Usage => ({
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
  cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
  thinkingTokens: one.thinkingTokens + other.thinkingTokens,
});

export const withoutUsage = (one: Usage, other: Usage): Usage => ({
  inputTokens: one.inputTokens - other.inputTokens,
  outputTokens: one.outputTokens - other.outputTokens,
  cacheReadTokens: one.cacheReadTokens - other.cacheReadTokens,
  cacheWriteTokens: one.cacheWriteTokens - other.cacheWriteTokens,
  thinkingTokens: one.thinkingTokens - other.thinkingTokens,
});

export const tokensOf = (usage: Usage): number =>
  paidMembers.reduce((sum, member) => sum + usage[member], 0);

export const dollarsOf = (usage: Usage, price: Price): number =>
  paidMembers.reduce((sum, member) => sum + (usage[member] / 1e6) * price[priced[member]], 0);

/** Equal but for rounding: sums of many small amounts depend on the order of addition in their last digits. */
export const isNear = (first: number, second: number): boolean =>
  Math.abs(first - second) <= 1e-9 * Math.max(1, Math.abs(first));
