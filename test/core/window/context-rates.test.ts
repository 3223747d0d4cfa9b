import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  estimateTokens,
  learn,
  type Lesson,
  marginTokens,
  type Rates,
  type RawTokens,
  sameRates,
} from "../../../src/core/window/context-rates.ts";

const report = ({ fixed, talk, output }: Rates, raw: RawTokens): number =>
  fixed * raw.fixed + talk * raw.talk + output * raw.output;

const nothing: RawTokens = { fixed: 0, talk: 0, output: 0 };
const request = (raw: RawTokens, added = nothing) => ({ turns: 0, raw, added });

/** Requests of a session whose every turn says as much as any other, and which drops old output at times. */
function requests(fixed: number, trims: readonly number[]): readonly RawTokens[] {
  let outputs = 0;
  return Array.from({ length: 60 }, (_, turn) => {
    outputs = trims.includes(turn) ? 10 : outputs + (turn === 0 ? 0 : 1);
    return { fixed, talk: 70 * turn, output: 240 * outputs };
  });
}

function errors(truth: Rates, calls: readonly RawTokens[]): readonly number[] {
  let lesson: Lesson | null = null;
  return calls.map((raw) => {
    const reported = report(truth, raw);
    const error = estimateTokens(lesson?.rates ?? sameRates(1), raw) / reported - 1;
    lesson = learn(lesson, request(raw), reported);
    return error;
  });
}

describe("rates that are learnt from reports", () => {
  test("are right about the call that was reported last", () => {
    const raw = fc.record({
      fixed: fc.integer({ min: 1, max: 10_000 }),
      talk: fc.nat(10_000),
      output: fc.nat(100_000),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(raw, fc.nat(200_000)), { minLength: 1 }), (calls) => {
        let lesson: Lesson | null = null;
        for (const [drawn, reported] of calls) {
          lesson = learn(lesson, request(drawn), reported);
          if (reported === 0) continue;
          expect(Math.abs(estimateTokens(lesson!.rates, drawn) - reported)).toBeLessThan(
            1.001 + reported * 1e-9,
          );
          for (const rate of Object.values(lesson!.rates)) expect(rate).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300, seed: 20300103 },
    );
  });

  const truth: Rates = { fixed: 1.1, talk: 1.23, output: 0.87 };

  test("find out that talk and output are counted differently, once a trim has told them apart", () => {
    const trims = [20, 30, 40, 50];
    const off = errors(truth, requests(1_000, trims));
    for (const error of off.slice(2)) expect(Math.abs(error)).toBeLessThan(0.05);
    // What the second trim and those after it leave is as well known as anything else.
    for (const trim of trims.slice(1)) expect(Math.abs(off[trim]!)).toBeLessThan(0.01);
  });

  test("are not always low right after a trim", () => {
    const rates: readonly Rates[] = [truth, { fixed: 1.1, talk: 0.9, output: 1.2 }];
    for (const each of rates) {
      const off = errors(each, requests(1_000, [20, 28, 36, 44, 52]));
      const after = [28, 36, 44, 52].map((turn) => off[turn]!);
      const mean = after.reduce((sum, error) => sum + error, 0) / after.length;
      expect(Math.abs(mean)).toBeLessThan(0.01);
    }
  });

  test("are one rate for all where a server reports the same for every request", () => {
    const calls = requests(1_000, []);
    let lesson: Lesson | null = null;
    for (const raw of calls) lesson = learn(lesson, request(raw), 500);
    const { fixed, talk, output } = lesson!.rates;
    expect([talk, output]).toEqual([fixed, fixed]);
  });

  test("are not taught by a report of nothing", () => {
    expect(learn(null, request({ fixed: 10, talk: 0, output: 0 }), 0)).toBeNull();
  });
});

describe("a margin", () => {
  const reported = { turns: 1, raw: { fixed: 100, talk: 50, output: 400 } };
  const added = { fixed: 0, talk: 20, output: 300 };
  const now = { fixed: 100, talk: 70, output: 300 };
  const known = { rates: sameRates(1), reported, lowShare: 0 };

  test("is 15 % of what came since the report, and of what went", () => {
    expect(marginTokens(known, reported.raw, nothing)).toBe(0);
    // 320 came and 400 went.
    expect(marginTokens(known, now, added)).toBe(108);
    expect(marginTokens({ ...known, rates: sameRates(2), reported: null }, now, now)).toBe(141);
  });

  test("grows with what estimates have proved too low by, up to three tenths", () => {
    expect(marginTokens({ ...known, lowShare: 0.2 }, now, added)).toBe(144);
    expect(marginTokens({ ...known, lowShare: 2 }, now, added)).toBe(216);
    const fixed = { fixed: 1_000, talk: 0, output: 0 };
    const output = (of: number) => ({ ...nothing, output: of });
    const first = learn(null, request(fixed), 1_000);
    const second = learn(first, request({ ...fixed, output: 500 }, output(500)), 1_600);
    expect(second!.lowShare).toBeCloseTo(0.2, 10);
    const third = learn(second, request({ ...fixed, output: 600 }, output(100)), 1_700);
    expect(third!.lowShare).toBeCloseTo(0.2, 10);
  });
});
