import type { Failure, FailureCode } from "../core/failure.ts";
import { retryAfterMsOf } from "./retry-after.ts";

/** Where a call was when it failed. */
export type CallStage = "before-headers" | "in-stream";

/** What statuses mean, whoever sends them: a proxy may answer with a status and nothing else. */
export const codesByStatus: Readonly<Record<number, FailureCode>> = {
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

/** Of an answer that neither its words nor its status name. */
export const unnamedCode = (status: number | undefined): FailureCode =>
  (status ?? 500) >= 500 ? "server-error" : "invalid-request";

/** What a response's headers say of trying again. */
export function adviceOf(
  headers: Headers | undefined,
): Pick<Failure, "retryAfterMs" | "shouldRetry"> {
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

/** Of what was thrown by no answer of a server's. The system's network errors have a code, in Bun and in Node. */
export function unansweredCode(error: unknown, stage: CallStage): FailureCode {
  const isConnection = error instanceof Error && "code" in error && typeof error.code === "string";
  return stage === "before-headers" || isConnection ? "connection-failed" : "stream-error";
}

/** What an error of a client library knows of the answer behind it. */
interface Answered {
  readonly status: number | undefined;
  readonly requestID?: string | null | undefined;
}

/** A server's own words, with what helps to find the call. */
export function answerText(words: string, { status, requestID }: Answered): string {
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(requestID == null ? [] : [requestID]),
  ];
  return facts.length === 0 ? words : `${words} (${facts.join(", ")})`;
}

/** Clients say only "Connection error.", so an error's cause is added. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && !error.message.includes(cause.message)
    ? `${error.message} ${cause.message}`
    : error.message;
}
