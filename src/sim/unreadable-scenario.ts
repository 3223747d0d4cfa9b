import type { LoadProblem } from "./dsl/load-problem.ts";

/** Thrown where a file that could be loaded once cannot be loaded again, in another process. */
export interface UnreadableScenario extends Error {
  readonly name: "UnreadableScenario";
  readonly problems: readonly LoadProblem[];
}

export function unreadableScenario(problems: readonly LoadProblem[]): UnreadableScenario {
  const message = problems.map(({ file, message: why }) => `${file}: ${why}`).join("\n");
  return Object.assign(new Error(message), { name: "UnreadableScenario" as const, problems });
}

export function isUnreadableScenario(error: unknown): error is UnreadableScenario {
  return error instanceof Error && error.name === "UnreadableScenario";
}
