/**
 * Thrown where a command cannot be carried out as given. Its message says what is wrong, where, and what to do; the
 * exit code is 2.
 */
export interface Refusal extends Error {
  readonly name: "Refusal";
}

export function refusal(message: string): Refusal {
  return Object.assign(new Error(message), { name: "Refusal" as const });
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal";
}
