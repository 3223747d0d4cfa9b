import type { KnownTraits } from "./server.ts";

/** Every way in which an outside action can fail. Closed: an edge maps what it meets onto one of these. */
export const failureCodes = [
  // A model's call; the first group is worth another try.
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stream-error",
  "stalled",
  "malformed-reply",
  // A model's call that another try would not mend.
  "invalid-request",
  "authentication",
  "permission",
  "not-found",
  "too-large",
  "refusal",
  "max-tokens",
  "empty-reply",
  "call-in-text",
  "paused",
  "context-exceeded",
  // A session that took too many turns, a plan that stayed wrong, a person's decision against it.
  "turn-limit",
  "plan-invalid",
  "check-failed",
  "conflict",
  "rejected",
  "aborted",
  "expired",
  "denied",
  "budget",
  // What ends a try from our side.
  "crashed",
  "cancelled",
  // Other edges. `tool-failed` is the call's own fault: the model reads it as a result.
  "tool-failed",
  "workspace-failed",
  /** A ticket's files are gone, and with them what was not committed. */
  "tree-lost",
  "store-failed",
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** A failure as a value; `message` is for people and may quote a provider. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  /** What the provider asked us to wait, where it did. */
  readonly retryAfterMs?: number;
  /** `x-should-retry`, where the provider said so: it overrules our own rule. */
  readonly shouldRetry?: boolean;
  /** What to send instead, where the server's refusal says that. */
  readonly teaches?: KnownTraits;
}

const retryable: ReadonlySet<FailureCode> = new Set([
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stream-error",
  "stalled",
  "malformed-reply",
  "crashed",
]);

/** Failures that last until somebody mends them outside of the run (a key, credit, an outage): work pauses until then. */
const ofTheMoment: ReadonlySet<FailureCode> = new Set([
  "authentication",
  "permission",
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stalled",
]);

export const isOfTheMoment = ({ code }: Failure): boolean => ofTheMoment.has(code);

export function isRetryable(failure: Failure): boolean {
  return failure.shouldRetry ?? retryable.has(failure.code);
}
