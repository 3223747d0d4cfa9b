import type { StatusError, WireError } from "../wire-error.ts";

/** How the API calls its statuses, and its usual words for them. */
const usual: Readonly<Record<number, readonly [status: string, message: string]>> = {
  400: ["INVALID_ARGUMENT", "Request contains an invalid argument."],
  401: [
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
  ],
  403: ["PERMISSION_DENIED", "The caller does not have permission"],
  404: ["NOT_FOUND", "Requested entity was not found."],
  429: [
    "RESOURCE_EXHAUSTED",
    "You exceeded your current quota, please check your plan and billing details.",
  ],
  500: ["INTERNAL", "An internal error has occurred. Please retry."],
  503: ["UNAVAILABLE", "The model is overloaded. Please try again later."],
  504: ["DEADLINE_EXCEEDED", "Deadline expired before operation could complete."],
};

export const overloadedBody = bodyOf(503, wordsFor(503)[1], null);

/** A scripted error. 529 is another provider's way to say 503. */
export function errorOf({ status, retryAfterMs, shouldRetry }: StatusError): WireError {
  const code = status === 529 ? 503 : status;
  const [, message] = wordsFor(code);
  return {
    status: code,
    message,
    retryAfterMs,
    shouldRetry,
    body: () => bodyOf(code, message, retryAfterMs),
  };
}

/** An error that no script asked for, which a retry would only repeat. */
export const refusalOf = (status: number, message: string): WireError => ({
  status,
  message,
  retryAfterMs: null,
  shouldRetry: false,
  body: () => bodyOf(status, message, null),
});

function wordsFor(code: number): readonly [status: string, message: string] {
  return usual[code] ?? [code < 500 ? "FAILED_PRECONDITION" : "UNKNOWN", `Status ${code}`];
}

/** How long to wait stands among the details. */
function bodyOf(code: number, message: string, retryAfterMs: number | null): object {
  const retry = {
    "@type": "type.googleapis.com/google.rpc.RetryInfo",
    retryDelay: `${(retryAfterMs ?? 0) / 1_000}s`,
  };
  const [status] = wordsFor(code);
  return { error: { code, message, status, ...(retryAfterMs !== null && { details: [retry] }) } };
}
