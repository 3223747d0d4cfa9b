/** Thrown where a configuration cannot be used; its message is for people and says what to do next. */
export interface ConfigError extends Error {
  readonly name: "ConfigError";
}

export function configError(message: string, cause?: unknown): ConfigError {
  return Object.assign(new Error(message, { cause }), { name: "ConfigError" as const });
}

export function isConfigError(error: unknown): error is ConfigError {
  return error instanceof Error && error.name === "ConfigError";
}
