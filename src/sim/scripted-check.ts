import type { CheckResult, Scenario } from "./scenario.ts";

/** The check of a scenario that scripts what checks say and names no command. No program of that name is looked for. */
export const impliedCheck = "check";

/**
 * What a scenario says of an attempt's check; after its last result, the last one again. A ticket that it says nothing of
 * passes, unless it names a command, which then judges; `null`: that command does.
 */
export function scriptedCheck(
  checks: Scenario["checks"],
  check: Check,
): Pick<CheckResult, "passed" | "output"> | null {
  const result = resultOf(checks, check);
  if (result !== null) return { passed: result.passed, output: result.output };
  return check.command === impliedCheck ? { passed: true, output: "" } : null;
}

/** How long a scenario lets that check take. */
export const scriptedCheckMs = (checks: Scenario["checks"], check: Check): number =>
  resultOf(checks, check)?.takesMs ?? 0;

interface Check {
  readonly ticketId: string;
  readonly attempt: number;
  readonly command: string;
}

function resultOf(checks: Scenario["checks"], { ticketId, attempt }: Check): CheckResult | null {
  const results = Object.hasOwn(checks, ticketId) ? (checks[ticketId] ?? []) : [];
  return results[Math.min(attempt, results.length) - 1] ?? null;
}
