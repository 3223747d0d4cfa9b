/** Ends an exhaustive switch: the compiler refuses a call of it where a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`This case was thought impossible: ${JSON.stringify(value)}`);
}
