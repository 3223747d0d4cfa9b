import type { CheckResult } from "../scenario.ts";
import { type Duration, millisecondsOf } from "./duration.ts";

/** How a check goes, besides what it says. */
interface CheckCourse {
  /** How long it takes; one that takes longer than the limit of a tool is stopped, and fails. */
  readonly takes?: Duration;
}

/**
 * The ticket's check succeeds.
 * @example passes("12 tests passed", { takes: "40s" })
 */
export const passes = (output = "", course: CheckCourse = {}): CheckResult => ({
  passed: true,
  output,
  ...timeOf(course),
});

/** The ticket's check fails and prints `output`, which QA reads. */
export const fails = (output: string, course: CheckCourse = {}): CheckResult => ({
  passed: false,
  output,
  ...timeOf(course),
});

const timeOf = ({ takes }: CheckCourse): Pick<CheckResult, "takesMs"> =>
  takes === undefined ? {} : { takesMs: millisecondsOf(takes) };
