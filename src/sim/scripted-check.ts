import type { CheckResult, Scenario } from "./scenario.ts";

/** The check of a scenario that scripts what checks say and names no command. No program of that name is looked for. */
export const impliedCheck = "check";

/**
 * What a scenario says of an attempt's check; after its last result, the last one again. A ticket that it says nothing of
 * passes, unless it names a command, which then judges; `null`: that command does.
 */
export function scriptedCheck(
  checks: Scenario["checks"],
  check: { readonly ticketId: string; readonly attempt: number; readonly command: string },
): CheckResult | null {
  const { ticketId, attempt, command } = check;
  const results = Object.hasOwn(checks, ticketId) ? (checks[ticketId] ?? []) : [];
  const result = results[Math.min(attempt, results.length) - 1];
  return result ?? (command === impliedCheck ? { passed: true, output: "" } : null);
}
