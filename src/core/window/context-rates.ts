/**
 * What a request takes, uncorrected, in three parts: what is the same in each of them (system prompt, tools,
 * first message), what the tools put out, and all else that was said.
 */
export interface RawTokens {
  readonly fixed: number;
  readonly talk: number;
  readonly output: number;
}

/** A provider's tokens for one of ours, by part: prose, code and the frames of calls differ. */
export type Rates = RawTokens;

export const sameRates = (rate: number): Rates => ({ fixed: rate, talk: rate, output: rate });

export const rawSum = ({ fixed, talk, output }: RawTokens): number => fixed + talk + output;

export function estimateTokens(rates: Rates, raw: RawTokens): number {
  return Math.ceil(rates.fixed * raw.fixed + rates.talk * raw.talk + rates.output * raw.output);
}

/** What no report tells of yet may take so much more than is estimated: at least, and at most. */
const marginShareMin = 0.15;
const marginShareMax = 0.3;

/** A request that may be reported on. */
export interface Counted {
  readonly turns: number;
  readonly raw: RawTokens;
}

/**
 * What is kept free because an estimate may be low: only what came or went since the last report is uncertain,
 * and as much as that has proved to be. `added`: what `raw` holds of turns after the report.
 */
export function marginTokens(estimator: Estimator, raw: RawTokens, added: RawTokens): number {
  const share = Math.min(marginShareMax, Math.max(marginShareMin, estimator.lowShare));
  return Math.ceil(share * changedTokens(estimator, raw, added));
}

function changedTokens({ rates, reported }: Estimator, raw: RawTokens, added: RawTokens): number {
  const came = estimateTokens(rates, magnitude(added));
  if (reported === null) return came;
  return came + estimateTokens(rates, magnitude(minus(reported.raw, minus(raw, added))));
}

export const minus = (a: RawTokens, b: RawTokens): RawTokens => ({
  fixed: a.fixed - b.fixed,
  talk: a.talk - b.talk,
  output: a.output - b.output,
});

const magnitude = ({ fixed, talk, output }: RawTokens): RawTokens => ({
  fixed: Math.abs(fixed),
  talk: Math.abs(talk),
  output: Math.abs(output),
});

/** How a provider counts, as far as its reports have told. */
export interface Estimator {
  readonly rates: Rates;
  /** The request that was reported on last; `null` where none was. */
  readonly reported: Counted | null;
  /** The most that an estimate has proved too low, as a share of what had changed. */
  readonly lowShare: number;
}

/** What a session's reports have taught; a fold over its completed calls. */
export interface Lesson extends Estimator {
  /** The last report over our count of the same request. */
  readonly factor: number;
  /** Learnt from the first report alone: what stays the same also keeps its tokens. */
  readonly fixedRate: number;
  /** How strongly both other rates are held to the first report's until calls tell them apart. */
  readonly hold: number;
  readonly sums: Sums;
}

/** Over all calls: products of talk, output, and what was reported beyond the fixed part. */
interface Sums {
  readonly talkTalk: number;
  readonly talkOutput: number;
  readonly outputOutput: number;
  readonly talkRest: number;
  readonly outputRest: number;
}

/** The weight of the first report, against calls with as much history as it had of fixed parts. */
const holdShare = 0.1;

/** A report of nothing teaches nothing. */
export function learn(
  before: Lesson | null,
  request: Counted & { readonly added: RawTokens },
  reportedTokens: number,
): Lesson | null {
  const { turns, raw, added } = request;
  const counted = rawSum(raw);
  if (reportedTokens <= 0 || counted <= 0) return before;
  const factor = reportedTokens / counted;
  const fixedRate = before?.fixedRate ?? factor;
  const hold = before?.hold ?? holdShare * counted ** 2;
  const rest = reportedTokens - fixedRate * raw.fixed;
  const sums = addCall(before?.sums ?? noSums, raw, rest);
  const rates = fittedTo(rest, raw, leastSquares(sums, fixedRate, hold)) ?? sameRates(factor);
  const lowShare =
    before === null ? 0 : Math.max(before.lowShare, lowOf(before, raw, added, reportedTokens));
  return { rates, reported: { turns, raw }, lowShare, factor, fixedRate, hold, sums };
}

function lowOf(before: Lesson, raw: RawTokens, added: RawTokens, reportedTokens: number): number {
  const changed = changedTokens(before, raw, added);
  return changed === 0 ? 0 : (reportedTokens - estimateTokens(before.rates, raw)) / changed;
}

const noSums: Sums = { talkTalk: 0, talkOutput: 0, outputOutput: 0, talkRest: 0, outputRest: 0 };

const addCall = (sums: Sums, { talk, output }: RawTokens, rest: number): Sums => ({
  talkTalk: sums.talkTalk + talk * talk,
  talkOutput: sums.talkOutput + talk * output,
  outputOutput: sums.outputOutput + output * output,
  talkRest: sums.talkRest + talk * rest,
  outputRest: sums.outputRest + output * rest,
});

/** As long as each turn holds as much talk for its output as any other, it is the hold that parts the two. */
function leastSquares(sums: Sums, fixedRate: number, hold: number): Rates {
  const talkTalk = sums.talkTalk + hold;
  const outputOutput = sums.outputOutput + hold;
  const talkRest = sums.talkRest + hold * fixedRate;
  const outputRest = sums.outputRest + hold * fixedRate;
  const determinant = talkTalk * outputOutput - sums.talkOutput ** 2;
  return {
    fixed: fixedRate,
    talk: (talkRest * outputOutput - outputRest * sums.talkOutput) / determinant,
    output: (outputRest * talkTalk - talkRest * sums.talkOutput) / determinant,
  };
}

/**
 * The nearest rates that are right about this very call: what is more of it bears more of the difference.
 * `null` where no sound rates are: a server that reports the same for every request, say.
 */
function fittedTo(rest: number, { talk, output }: RawTokens, rates: Rates): Rates | null {
  if (talk + output === 0) return rates;
  const difference = rest - rates.talk * talk - rates.output * output;
  const perToken = difference / (talk ** 2 + output ** 2);
  const fitted = {
    fixed: rates.fixed,
    talk: rates.talk + perToken * talk,
    output: rates.output + perToken * output,
  };
  const isSound = [fitted.talk, fitted.output].every(
    (rate) => rate > 0 && rate < soundFactorMax * fitted.fixed,
  );
  return isSound ? fitted : null;
}

const soundFactorMax = 4;
