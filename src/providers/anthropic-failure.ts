import type Anthropic from "@anthropic-ai/sdk";
import type { APIError } from "@anthropic-ai/sdk";
import type { Failure, FailureCode } from "../core/failure.ts";
import {
  adviceOf,
  answerText,
  type CallStage,
  codesByStatus,
  errorText,
  unansweredCode,
  unnamedCode,
} from "./call-failure.ts";
import { safeMessage } from "./safe-message.ts";

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
  return { code: unansweredCode(error, stage), message };
}

function answeredFailure(error: APIError, stage: CallStage, message: string): Failure {
  return { code: codeOf(error, stage), message, ...adviceOf(error.headers) };
}

/** The prompt alone, or with the room for its reply; the wire has no code for either. */
const tooLong = /prompt is too long|exceed context limit/i;

function codeOf({ status, type, message }: APIError, stage: CallStage): FailureCode {
  const named = type === null ? undefined : codes[type];
  if (stage === "in-stream") {
    if (named === "server-error" || named === undefined) return "stream-error";
    return named;
  }
  if (status === 400 && tooLong.test(message)) return "context-exceeded";
  // A proxy may answer with a status and no type; and 529's type may come with another status.
  return codesByStatus[status ?? 0] ?? named ?? unnamedCode(status);
}

function wordsOf(error: unknown, sdk: typeof Anthropic): string {
  return error instanceof sdk.APIError && error.apiMessage !== null
    ? answerText(error.apiMessage, error)
    : errorText(error);
}
