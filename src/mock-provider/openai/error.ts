import type { StatusError, WireError } from "../wire-error.ts";
import { limits, organization } from "./headers.ts";

/** An error as the API spells it, in a response or within a stream. */
export interface ApiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** What is wrong with a request: where in it, and how the API calls it. */
export type ApiComplaint = Omit<ApiError, "type">;

export function complaint(
  message: string,
  param: string | null,
  code: string | null,
): ApiComplaint {
  return { message, param, code };
}

const invalidRequest = "invalid_request_error";

/** The API's own overload: 503, where another provider's is 529; github.com/Wei-Shaw/sub2api issue 6631. */
export const overloadBody: ApiError = {
  type: "service_unavailable_error",
  code: "server_is_overloaded",
  param: null,
  message: "Our servers are currently overloaded. Please try again later.",
};

/** What of a request an error's words depend on. */
export interface AskedModel {
  readonly model: string;
  readonly apiKey: string;
}

const typeOf = (status: number): string => (status >= 500 ? "server_error" : invalidRequest);

type Spelling = Omit<ApiError, "param">;

/** The API's usual words for a status; those for 400 and 413 are our own. */
function usual(
  status: number,
  { model, apiKey }: AskedModel,
  retryAfterMs: number | null,
): Spelling {
  switch (status) {
    case 400:
      return { type: invalidRequest, code: null, message: "The request is invalid." };
    case 401:
      return {
        type: invalidRequest,
        code: "invalid_api_key",
        message: `Incorrect API key provided: ${masked(apiKey)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
      };
    case 403:
      return {
        type: "request_forbidden",
        code: "unsupported_country_region_territory",
        message: "Country, region, or territory not supported",
      };
    case 404:
      return {
        type: invalidRequest,
        code: "model_not_found",
        message: `The model \`${model}\` does not exist or you do not have access to it.`,
      };
    case 413:
      return {
        type: invalidRequest,
        code: "request_too_large",
        message: "The request is too large.",
      };
    case 429:
      return {
        type: "requests",
        code: "rate_limit_exceeded",
        message: `Rate limit reached for ${model} in organization org-${organization} on requests per min (RPM): Limit ${limits.requests}, Used ${limits.requests}, Requested 1. Please try again in ${inWords(retryAfterMs ?? resetMs)}. Visit https://platform.openai.com/account/rate-limits to learn more.`,
      };
    case 500:
      return {
        type: "server_error",
        code: null,
        message: "The server had an error while processing your request. Sorry about that!",
      };
    case 503:
      return overloadBody;
    default:
      return {
        type: typeOf(status),
        code: null,
        message: `Status ${status}`,
      };
  }
}

/** When nothing else is said: how long one request of so many a minute takes to come back. */
const resetMs = 60_000 / limits.requests;

/** `6ms`, `45.175s`, as the API writes it. */
const inWords = (ms: number): string =>
  ms < 1_000 ? `${Math.round(ms)}ms` : `${Math.round(ms) / 1_000}s`;

const shownBefore = 8;
const shownAfter = 4;

/** The API shows the beginning and the end of a key; of a short one, which may be all of a secret, we show none. */
function masked(key: string): string {
  const hidden = key.length - shownBefore - shownAfter;
  if (hidden < shownAfter) return "*".repeat(Math.max(shownAfter, key.length));
  return key.slice(0, shownBefore) + "*".repeat(hidden) + key.slice(-shownAfter);
}

/** A scripted error. 529 is another provider's way to say 503. */
export function errorOf(fault: StatusError, asked: AskedModel): WireError {
  const { retryAfterMs, shouldRetry } = fault;
  const status = fault.status === 529 ? 503 : fault.status;
  const error = { ...usual(status, asked, retryAfterMs), param: null };
  return { status, message: error.message, retryAfterMs, shouldRetry, body: () => ({ error }) };
}

/** An error that no script asked for, which a retry would only repeat. */
export function refusalOf(status: number, { message, param, code }: ApiComplaint): WireError {
  const error: ApiError = { type: typeOf(status), message, param, code };
  return { status, message, retryAfterMs: null, shouldRetry: false, body: () => ({ error }) };
}
