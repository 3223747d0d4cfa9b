import type { WireEvent } from "../wire-event.ts";
import { wireHeaders } from "./headers.ts";

/** An error as the API answers it. `retryAfterMs` and `shouldRetry` are left out where they are `null`. */
export interface WireError {
  readonly status: number;
  readonly message: string;
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
}

const errors: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ["invalid_request_error", "The request is invalid."],
  401: ["authentication_error", "invalid x-api-key"],
  403: ["permission_error", "Your API key may not use this resource."],
  404: ["not_found_error", "The requested resource could not be found."],
  405: ["invalid_request_error", "Method Not Allowed"],
  413: ["request_too_large", "Request exceeds the maximum size."],
  429: ["rate_limit_error", "This request would exceed your rate limit."],
  500: ["api_error", "Internal server error"],
  529: ["overloaded_error", "Overloaded"],
};

/** A scripted error: its message is the API's usual one. */
export function errorOf(
  status: number,
  retryAfterMs: number | null,
  shouldRetry: boolean | null,
): WireError {
  return { status, message: usual(status)[1], retryAfterMs, shouldRetry };
}

/** An error that no script asked for, which a retry would only repeat. */
export function refusalOf(status: number, message: string): WireError {
  return { status, message, retryAfterMs: null, shouldRetry: false };
}

export function errorResponse(error: WireError, requestId: string, nowMs: number): Response {
  const headers = wireHeaders({
    requestId,
    nowMs,
    left: error.status === 429 ? "nothing" : "most",
  });
  if (error.retryAfterMs !== null) {
    headers["retry-after"] = String(Math.ceil(error.retryAfterMs / 1_000));
    // Clients read this one first; whole seconds would round what a script asks for.
    headers["retry-after-ms"] = String(error.retryAfterMs);
  }
  if (error.shouldRetry !== null) headers["x-should-retry"] = String(error.shouldRetry);
  const { status, message } = error;
  return Response.json(errorBody(usual(status)[0], message, requestId), { status, headers });
}

/** An error within a stream that began with 200. */
export function errorEvent(requestId: string): WireEvent {
  const [type, message] = usual(529);
  const data = JSON.stringify(errorBody(type, message, requestId));
  return { text: `event: error\ndata: ${data}\n\n`, deltas: [], usage: null };
}

function errorBody(type: string, message: string, requestId: string) {
  return { type: "error", error: { type, message }, request_id: requestId };
}

function usual(status: number): readonly [type: string, message: string] {
  const known = errors[status];
  if (known !== undefined) return known;
  return status >= 500
    ? ["api_error", `Status ${status}`]
    : ["invalid_request_error", `Status ${status}`];
}
