/** What a checker says of a record (or of a pair). `broken` and `unknown` fail. */
export type Verdict =
  /** `exercised`: how often the law could have been broken. */
  | { readonly type: "holds"; readonly exercised: number }
  | { readonly type: "broken"; readonly breaches: readonly string[]; readonly exercised: number }
  | { readonly type: "not-exercised" }
  /** The checker crashed, or could not see. */
  | { readonly type: "unknown"; readonly why: string };

export const isFailing = (verdict: Verdict): boolean =>
  verdict.type === "broken" || verdict.type === "unknown";

/** Collects what a checker finds. */
export interface Findings {
  /** One thing that could have been wrong. */
  exercise(): void;
  breach(message: string): void;
}

/** Runs a checker; its own failure is a verdict too. */
export function judgeBy(check: (findings: Findings) => void): Verdict {
  const breaches: string[] = [];
  let exercised = 0;
  try {
    check({
      exercise: () => void exercised++,
      breach: (message) => void breaches.push(message),
    });
  } catch (error) {
    return { type: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
  if (breaches.length > 0) return { type: "broken", breaches, exercised };
  return exercised === 0 ? { type: "not-exercised" } : { type: "holds", exercised };
}
