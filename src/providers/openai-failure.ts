import type OpenAI from "openai";
import type { APIError } from "openai";
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

/** What an error calls itself, by `code` or else by `type`: OpenAI's names, and those of servers like it. */
const codes: Readonly<Record<string, FailureCode>> = {
  context_length_exceeded: "context-exceeded",
  exceed_context_size_error: "context-exceeded",
  // No money is left: waiting does not mend it, though it comes as a 429.
  insufficient_quota: "permission",
  billing_hard_limit_reached: "permission",
  content_filter: "refusal",
  content_policy_violation: "refusal",
  invalid_prompt: "refusal",
  invalid_api_key: "authentication",
  model_not_found: "not-found",
  rate_limit_exceeded: "rate-limited",
  rate_limit_error: "rate-limited",
  server_is_overloaded: "overloaded",
  slow_down: "overloaded",
  engine_overloaded_error: "overloaded",
  overloaded_error: "overloaded",
  service_unavailable_error: "overloaded",
  server_error: "server-error",
};

/** What servers say that have no code for it: vLLM, DeepSeek, llama.cpp, Gemini. */
const contextWords =
  /maximum context length|context (window|size|length)|exceeds the maximum number of tokens/i;

/** More tokens in one request than the limit grants a minute: it can never pass. */
const tooLargeWords = /^Request too large/i;

/** Maps whatever a call threw onto a closed code; never throws itself. */
export function openaiFailure(
  error: unknown,
  stage: CallStage,
  sdk: typeof OpenAI,
  apiKey: string,
): Failure {
  const message = safeMessage(wordsOf(error, sdk), apiKey);
  if (error instanceof sdk.APIConnectionTimeoutError) return { code: "timeout", message };
  if (error instanceof sdk.APIConnectionError) return { code: "connection-failed", message };
  if (error instanceof sdk.APIError) return answeredFailure(error, stage, message);
  // The client takes the last, broken-off piece of a body for an event, and finds that it is no JSON.
  const isBrokenOff = stage === "in-stream" && error instanceof SyntaxError;
  return { code: isBrokenOff ? "stream-cut" : unansweredCode(error, stage), message };
}

function answeredFailure(error: APIError, stage: CallStage, message: string): Failure {
  const code = codeOf(error, stage);
  const failure = { code, message, ...adviceOf(error.headers) };
  return nameOf(error) === "permission" ? { ...failure, shouldRetry: false } : failure;
}

function nameOf({ code, type }: APIError): FailureCode | undefined {
  return codes[code ?? ""] ?? codes[type ?? ""];
}

function codeOf(error: APIError, stage: CallStage): FailureCode {
  const named = nameOf(error);
  const { status } = error;
  const words = ownWords(error) ?? "";
  if (stage === "in-stream") {
    if (named === undefined || named === "server-error") return "stream-error";
    return named;
  }
  if ((status === 400 || status === 413) && contextWords.test(words)) return "context-exceeded";
  if (status === 429 && tooLargeWords.test(words)) return "too-large";
  // These servers call it so when they have too much to do.
  if (named === undefined && status === 503) return "overloaded";
  return named ?? codesByStatus[status ?? 0] ?? unnamedCode(status);
}

function wordsOf(error: unknown, sdk: typeof OpenAI): string {
  const own = error instanceof sdk.APIError ? ownWords(error) : null;
  return own !== null && error instanceof sdk.APIError ? answerText(own, error) : errorText(error);
}

function ownWords({ error }: APIError): string | null {
  const body: unknown = error;
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null || !("message" in body)) return null;
  return typeof body.message === "string" ? body.message : null;
}
