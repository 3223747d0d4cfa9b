import type { StatusError, WireError } from "../wire-error.ts";
import type { WireEvent } from "../wire-event.ts";
import { limits } from "./headers.ts";

/** What the edge before the API says, in a shape of its own: github.com/anthropics/anthropic-sdk-python issue 938. */
export const tooLarge = "Request exceeds the maximum size";

type Spelling = readonly [type: string, message: string];

/**
 * The API's usual words for a status. 529 and 500: github.com/anthropics/anthropic-sdk-typescript issue 616 and
 * many others; 429: continuedev/continue issue 12057; 404: what it says of a model.
 */
function usual(status: number, model: string): Spelling {
  switch (status) {
    case 400:
      return ["invalid_request_error", "The request is invalid."];
    case 401:
      return ["authentication_error", "invalid x-api-key"];
    case 403:
      return [
        "permission_error",
        "Your API key does not have permission to use the specified resource.",
      ];
    case 404:
      return ["not_found_error", unknownModel(model)];
    case 405:
      return ["invalid_request_error", "Method Not Allowed"];
    case 413:
      return ["request_too_large", tooLarge];
    case 429:
      return ["rate_limit_error", rateLimited(model)];
    case 500:
      return ["api_error", "Internal server error"];
    case 529:
      return ["overloaded_error", "Overloaded"];
    default:
      return [status >= 500 ? "api_error" : "invalid_request_error", `Status ${status}`];
  }
}

export const unknownModel = (name: string): string => `model: ${name.slice(0, 200)}`;

function rateLimited(model: string): string {
  const perMinute = limits["input-tokens"].toLocaleString("en-US");
  return `This request would exceed your organization's rate limit of ${perMinute} input tokens per minute (org: 00000000-0000-0000-0000-000000000000, model: ${model}). For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later. You may also contact sales at https://claude.com/contact-sales to discuss your options for a rate limit increase.`;
}

/** A scripted error about a model: its message is the API's usual one. */
export function errorOf(fault: StatusError, model: string): WireError {
  return wireError(fault, usual(fault.status, model)[1]);
}

/** An error that no script asked for, which a retry would only repeat. */
export function refusalOf(status: number, message: string): WireError {
  return wireError({ status, retryAfterMs: null, shouldRetry: false }, message);
}

function wireError({ status, retryAfterMs, shouldRetry }: StatusError, message: string): WireError {
  const [type] = usual(status, "");
  return {
    status,
    message,
    retryAfterMs,
    shouldRetry,
    body: (requestId) =>
      status === 413 ? { error: { type, message } } : errorBody(type, message, requestId),
  };
}

/** An error within a stream that began with 200. */
export function overloadEvent(requestId: string): WireEvent {
  const [type, message] = usual(529, "");
  const data = JSON.stringify(errorBody(type, message, requestId));
  return { text: `event: error\ndata: ${data}\n\n`, deltas: [], usage: null };
}

function errorBody(type: string, message: string, requestId: string) {
  return { type: "error", error: { type, message }, request_id: requestId };
}
