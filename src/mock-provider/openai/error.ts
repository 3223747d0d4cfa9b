import { wireHeaders } from "./headers.ts";

/** An error as the API spells it, in a response or within a stream. */
export interface ApiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** An error as a response. `retryAfterMs` and `shouldRetry` are left out where they are `null`. */
export interface WireError {
  readonly status: number;
  readonly error: ApiError;
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
}

/** What is wrong with a request: where in it, and how the API calls it. */
export type Complaint = Omit<ApiError, "type">;

export function complaint(message: string, param: string | null, code: string | null): Complaint {
  return { message, param, code };
}

const invalidRequest = "invalid_request_error";

/** The API's own overload: 503, where another provider's is 529. */
export const overloaded: ApiError = {
  type: "service_unavailable_error",
  code: "server_is_overloaded",
  param: null,
  message: "Our servers are currently overloaded. Please try again later.",
};

const errors: Readonly<Record<number, Omit<ApiError, "param">>> = {
  400: { type: invalidRequest, code: null, message: "The request is invalid." },
  401: { type: invalidRequest, code: "invalid_api_key", message: "Incorrect API key provided." },
  403: {
    type: "request_forbidden",
    code: "unsupported_country_region_territory",
    message: "Country, region, or territory not supported",
  },
  404: {
    type: invalidRequest,
    code: "model_not_found",
    message: "The model does not exist or you do not have access to it.",
  },
  413: { type: invalidRequest, code: "request_too_large", message: "The request is too large." },
  429: { type: "requests", code: "rate_limit_exceeded", message: "Rate limit reached." },
  500: {
    type: "server_error",
    code: null,
    message: "The server had an error while processing your request. Sorry about that!",
  },
  503: overloaded,
};

/** A scripted error. 529 is another provider's way to say 503. */
export function errorOf(
  status: number,
  retryAfterMs: number | null,
  shouldRetry: boolean | null,
): WireError {
  const own = status === 529 ? 503 : status;
  const usual = errors[own] ?? {
    type: own >= 500 ? "server_error" : invalidRequest,
    code: null,
    message: `Status ${own}`,
  };
  return { status: own, error: { ...usual, param: null }, retryAfterMs, shouldRetry };
}

/** An error that no script asked for, which a retry would only repeat. */
export function refusalOf(status: number, { message, param, code }: Complaint): WireError {
  return {
    status,
    error: { type: invalidRequest, message, param, code },
    retryAfterMs: null,
    shouldRetry: false,
  };
}

export function errorResponse(wire: WireError, requestId: string): Response {
  const left = wire.status === 429 ? "nothing" : "most";
  const headers = wireHeaders({ requestId, left });
  if (wire.retryAfterMs !== null) {
    headers["retry-after"] = String(Math.ceil(wire.retryAfterMs / 1_000));
    // Clients read this one first; whole seconds would round what a script asks for.
    headers["retry-after-ms"] = String(wire.retryAfterMs);
  }
  if (wire.shouldRetry !== null) headers["x-should-retry"] = String(wire.shouldRetry);
  return Response.json({ error: wire.error }, { status: wire.status, headers });
}
