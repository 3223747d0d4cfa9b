/** Where the compiler has shown that no case is left. */
export function assertNever(value: never): never {
  throw new Error(`This case was thought impossible: ${JSON.stringify(value)}`);
}
