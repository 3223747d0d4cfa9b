/**
 * Tokens as a provider reported them for one call, cumulative. `inputTokens` excludes what was read from
 * or written to the prompt cache; the total input is the sum of the three. `outputTokens` includes
 * `thinkingTokens`.
 */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  thinkingTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    thinkingTokens: a.thinkingTokens + b.thinkingTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  };
}

/** `part` is a part of `whole`. */
export function subtractUsage(whole: Usage, part: Usage): Usage {
  return {
    inputTokens: whole.inputTokens - part.inputTokens,
    outputTokens: whole.outputTokens - part.outputTokens,
    thinkingTokens: whole.thinkingTokens - part.thinkingTokens,
    cacheReadTokens: whole.cacheReadTokens - part.cacheReadTokens,
    cacheWriteTokens: whole.cacheWriteTokens - part.cacheWriteTokens,
  };
}

/** Every token that counts against a budget. */
export function totalTokens(usage: Usage): number {
  return usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}

/** US dollars for a million tokens of each sort. */
export interface Price {
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly cacheReadUsd: number;
  readonly cacheWriteUsd: number;
}

export function costUsd(usage: Usage, price: Price): number {
  return (
    (usage.inputTokens * price.inputUsd +
      usage.outputTokens * price.outputUsd +
      usage.cacheReadTokens * price.cacheReadUsd +
      usage.cacheWriteTokens * price.cacheWriteUsd) /
    1_000_000
  );
}

/** What the input cost as it was paid, and what it would have cost had none of it come from a cache. */
export interface InputCost {
  readonly paidUsd: number;
  readonly uncachedUsd: number;
}

export function inputCost(usage: Usage, price: Price): InputCost {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const uncached = { ...noUsage, inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens };
  return {
    paidUsd: costUsd({ ...usage, outputTokens: 0 }, price),
    uncachedUsd: costUsd(uncached, price),
  };
}

/** Below 0 where writing cost more than reading saved. */
export function savedUsd(usage: Usage, price: Price): number {
  const { paidUsd, uncachedUsd } = inputCost(usage, price);
  return uncachedUsd - paidUsd;
}
