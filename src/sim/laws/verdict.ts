import { errorMessage } from "../../core/words/error-message.ts";
/** What a checker says of a run's record. `broken` and `unknown` fail. */
export type Verdict =
  /** `exercised`: how often the law could have been broken. */
  | { readonly type: "holds"; readonly exercised: number }
  | { readonly type: "broken"; readonly breaches: readonly string[]; readonly exercised: number }
  | { readonly type: "not-exercised" }
  /** The checker crashed, or could not see. */
  | { readonly type: "unknown"; readonly why: string };

export const isFailing = (verdict: Verdict): boolean =>
  verdict.type === "broken" || verdict.type === "unknown";

/** What a checker reports to. */
export interface Findings {
  /** One thing that could have been wrong. */
  exercise(): void;
  /** One thing that was wrong, in words. */
  breach(message: string): void;
}

/**
 * Runs a checker and makes its verdict. One that throws makes the verdict `unknown`.
 * @example
 * judgeBy(({ exercise, breach }) => {
 *   for (const { type, seq } of record.log) {
 *     exercise();
 *     if (type === "ticket.failed") breach(`a ticket failed at event ${seq}`);
 *   }
 * });
 */
export function judgeBy(check: (findings: Findings) => void): Verdict {
  const breaches: string[] = [];
  let exercised = 0;
  try {
    check({
      exercise: () => void exercised++,
      breach: (message) => void breaches.push(message),
    });
  } catch (error) {
    return { type: "unknown", why: errorMessage(error) };
  }
  if (breaches.length > 0) return { type: "broken", breaches, exercised };
  return exercised === 0 ? { type: "not-exercised" } : { type: "holds", exercised };
}

/** One mistake mostly shows in many places. */
const breachesShown = 5;

/** What was wrong, as a text: each thing once, the first few of them, and how many more there are. */
export function wordsOfBreaches(breaches: readonly string[]): string {
  const different = [...new Set(breaches)];
  const more = different.length - breachesShown;
  const rest = more > 0 ? [`and ${more} more`] : [];
  return [...different.slice(0, breachesShown), ...rest].join("; ");
}

/** What two runs say together: one that fails wins, and what was exercised adds up. */
export function bothVerdicts(first: Verdict, second: Verdict): Verdict {
  const rank = { "not-exercised": 0, holds: 1, unknown: 2, broken: 3 } as const;
  const [low, high] =
    rank[first.type] <= rank[second.type] ? ([first, second] as const) : ([second, first] as const);
  if (low.type === "holds" && high.type === "holds") {
    return { type: "holds", exercised: low.exercised + high.exercised };
  }
  return high;
}
