/**
 * Thrown where a command cannot be carried out as given. Its message says what is wrong, where, and what to do; the
 * exit code is 2.
 */
export interface UsageError extends Error {
  readonly name: "UsageError";
}

export function usageError(message: string): UsageError {
  return Object.assign(new Error(message), { name: "UsageError" as const });
}

export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === "UsageError";
}
