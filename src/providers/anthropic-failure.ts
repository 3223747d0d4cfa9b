import type Anthropic from "@anthropic-ai/sdk";
import type { APIError } from "@anthropic-ai/sdk";
import type { Failure, FailureCode } from "../core/failure.ts";
import { retryAfterMsOf } from "./retry-after.ts";
import { safeMessage } from "./safe-message.ts";

/** Where a call was when it failed. */
export type CallStage = "before-headers" | "in-stream";

/** The API's error types (docs: "Errors"), for a response's error and for one within a stream. */
const codes: Readonly<Record<string, FailureCode>> = {
  invalid_request_error: "invalid-request",
  authentication_error: "authentication",
  billing_error: "permission",
  permission_error: "permission",
  not_found_error: "not-found",
  request_too_large: "too-large",
  rate_limit_error: "rate-limited",
  timeout_error: "timeout",
  api_error: "server-error",
  overloaded_error: "overloaded",
};

const codesByStatus: Readonly<Record<number, FailureCode>> = {
  401: "authentication",
  402: "permission",
  403: "permission",
  404: "not-found",
  408: "timeout",
  409: "server-error",
  413: "too-large",
  429: "rate-limited",
  504: "timeout",
  529: "overloaded",
};

/** Maps whatever a call threw onto a closed code; never throws itself. */
export function anthropicFailure(
  error: unknown,
  stage: CallStage,
  sdk: typeof Anthropic,
  apiKey: string,
): Failure {
  const message = safeMessage(wordsOf(error, sdk), apiKey);
  if (error instanceof sdk.APIConnectionTimeoutError) return { code: "timeout", message };
  if (error instanceof sdk.APIConnectionError) return { code: "connection-failed", message };
  if (error instanceof sdk.APIError) return answeredFailure(error, stage, message);
  if (stage === "before-headers") return { code: "connection-failed", message };
  return { code: isConnectionError(error) ? "connection-failed" : "stream-error", message };
}

function answeredFailure(error: APIError, stage: CallStage, message: string): Failure {
  return { code: codeOf(error, stage), message, ...adviceOf(error.headers) };
}

function codeOf({ status, type, message }: APIError, stage: CallStage): FailureCode {
  const named = type === null ? undefined : codes[type];
  if (stage === "in-stream") {
    if (named === "server-error" || named === undefined) return "stream-error";
    return named;
  }
  if (status === 400 && /prompt is too long/i.test(message)) return "context-exceeded";
  // A proxy may answer with a status and no type; and 529's type may come with another status.
  const byStatus = codesByStatus[status ?? 0];
  if (byStatus !== undefined) return byStatus;
  if (named !== undefined) return named;
  return (status ?? 500) >= 500 ? "server-error" : "invalid-request";
}

function adviceOf(headers: Headers | undefined): Pick<Failure, "retryAfterMs" | "shouldRetry"> {
  if (headers === undefined) return {};
  const retryAfterMs = retryAfterMsOf(headers);
  const shouldRetry = headers.get("x-should-retry");
  return {
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...((shouldRetry === "true" || shouldRetry === "false") && {
      shouldRetry: shouldRetry === "true",
    }),
  };
}

/** What the system's network errors have in common, in Bun and in Node. */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** The API's own words where it sent some; and the SDK says only "Connection error.", so its cause too. */
function wordsOf(error: unknown, sdk: typeof Anthropic): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof sdk.APIError && error.apiMessage !== null) {
    const facts = [
      ...(error.status === undefined ? [] : [`HTTP ${error.status}`]),
      ...(error.requestID == null ? [] : [error.requestID]),
    ];
    return facts.length === 0 ? error.apiMessage : `${error.apiMessage} (${facts.join(", ")})`;
  }
  const { cause } = error;
  return cause instanceof Error && !error.message.includes(cause.message)
    ? `${error.message} ${cause.message}`
    : error.message;
}
