import type { Failure } from "../core/failure.ts";

/** Bun says that it could not connect and leaves out to whom, which is what a mistyped address needs said. */
export function namedServer(failure: Failure, baseURL: string): Failure {
  if (failure.code !== "connection-failed" || !URL.canParse(baseURL)) return failure;
  const { host, origin } = new URL(baseURL);
  return failure.message.includes(host)
    ? failure
    : { ...failure, message: `${origin}: ${failure.message}` };
}
