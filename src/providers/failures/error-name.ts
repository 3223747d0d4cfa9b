import type { FailureCode } from "../../core/failure.ts";

/**
 * What errors call themselves, by `code`, `type` or `status`: Anthropic's and OpenAI's names, and those of
 * servers that speak like them. The first that is known decides.
 */
const codesByName: Readonly<Record<string, FailureCode>> = {
  context_length_exceeded: "context-exceeded",
  exceed_context_size_error: "context-exceeded",
  model_context_window_exceeded: "context-exceeded",
  // No money is left: waiting does not mend it, though it mostly comes as a 429.
  insufficient_quota: "permission",
  insufficient_user_quota: "permission",
  exceeded_current_quota_error: "permission",
  billing_hard_limit_reached: "permission",
  billing_not_active: "permission",
  billing_error: "permission",
  budget_exceeded: "permission",
  accountoverdueerror: "permission",
  permission_error: "permission",
  permission_denied: "permission",
  accessdeniedexception: "permission",
  arrearage: "permission",
  "1113": "permission",
  "status_code 1008": "permission",
  content_filter: "refusal",
  content_policy_violation: "refusal",
  invalid_prompt: "refusal",
  data_inspection_failed: "refusal",
  datainspectionfailed: "refusal",
  "1301": "refusal",
  "status_code 1026": "refusal",
  "status_code 1027": "refusal",
  authentication_error: "authentication",
  invalid_authentication_error: "authentication",
  invalid_api_key: "authentication",
  invalidapikey: "authentication",
  unauthenticated: "authentication",
  expiredtokenexception: "authentication",
  unrecognizedclientexception: "authentication",
  "status_code 1004": "authentication",
  model_not_found: "not-found",
  not_found_error: "not-found",
  not_found: "not-found",
  resourcenotfoundexception: "not-found",
  request_too_large: "too-large",
  rate_limit_exceeded: "rate-limited",
  rate_limit_error: "rate-limited",
  rate_limit_reached_error: "rate-limited",
  rate_limit: "rate-limited",
  resource_exhausted: "rate-limited",
  too_many_requests: "rate-limited",
  throttling_error: "rate-limited",
  throttlingexception: "rate-limited",
  toomanyrequestsexception: "rate-limited",
  "throttling.ratequota": "rate-limited",
  "throttling.allocationquota": "rate-limited",
  limit_requests: "rate-limited",
  "1302": "rate-limited",
  "status_code 1002": "rate-limited",
  server_is_overloaded: "overloaded",
  slow_down: "overloaded",
  engine_overloaded_error: "overloaded",
  overloaded_error: "overloaded",
  service_unavailable_error: "overloaded",
  unavailable_error: "overloaded",
  unavailable: "overloaded",
  serviceunavailableexception: "overloaded",
  modelnotreadyexception: "overloaded",
  "1305": "overloaded",
  timeout_error: "timeout",
  modeltimeoutexception: "timeout",
  server_error: "server-error",
  api_error: "server-error",
  internal_server_error: "server-error",
  internalservererror: "server-error",
  internalserverexception: "server-error",
  modelstreamerrorexception: "server-error",
  modelerrorexception: "server-error",
  // Groq: the model wrote a call, or JSON, that its server could not read. The next reply may be better.
  tool_use_failed: "malformed-reply",
  json_validate_failed: "malformed-reply",
  invalid_request_error: "invalid-request",
  validationexception: "invalid-request",
  invalid_argument: "invalid-request",
};

/** Names that only one server has, by what is in them. */
const codesByPattern: readonly (readonly [RegExp, FailureCode])[] = [
  [/overload|serverbusy|(service|server|temporarily)unavailable/, "overloaded"],
  [/ratelimit|toomanyrequests|throttl|requestlimit|requestburst/, "rate-limited"],
  [/insufficient.*(balance|credit|fund)|arrear|overdue/, "permission"],
];

/** What an error is by what the server calls it; `undefined`: no name of it is known. */
export function codeByName(names: readonly string[]): FailureCode | undefined {
  const known = names.flatMap((name) => {
    const key = name.toLowerCase().replace(/^.*#/, "");
    return Object.hasOwn(codesByName, key) ? [codesByName[key]!] : [];
  });
  // `invalid_request_error` is the type of nearly all; a code beside it says more.
  return known.find((code) => code !== "invalid-request") ?? byPattern(names) ?? known[0];
}

function byPattern(names: readonly string[]): FailureCode | undefined {
  const keys = names.map((name) => name.toLowerCase().replace(/[^a-z]/g, ""));
  return codesByPattern.find(([pattern]) => keys.some((key) => pattern.test(key)))?.[1];
}
