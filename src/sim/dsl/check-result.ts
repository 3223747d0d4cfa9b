import type { CheckResult } from "../scenario.ts";

/** The ticket's check succeeds. */
export const passes = (output = ""): CheckResult => ({ passed: true, output });

/** The ticket's check fails and prints `output`, which QA reads. */
export const fails = (output: string): CheckResult => ({ passed: false, output });
