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
  // A session that went on too long, a plan that stayed wrong, a decision against it.
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
  // Other edges. What a tool call's own doing made impossible is for the model to hear.
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
  /** What the server has refused, as what is to be sent instead. */
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

/** What ends once somebody mends it outside of the run: a key, credit, an outage. Work that meets it pauses. */
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
