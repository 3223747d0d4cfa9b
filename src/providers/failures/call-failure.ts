import type { Failure, FailureCode } from "../../core/failure.ts";
import { codeByName } from "./error-name.ts";
import { retryAfterMsOf } from "./retry-after.ts";
import { safeMessage } from "./safe-message.ts";
import type { Asked } from "../asked.ts";
import type { ServerWords } from "./server-words.ts";

/** A server's answer that is no reply. */
export interface ServerAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What was asked, without a query: that may hold a key. */
  readonly url: string;
  readonly words: ServerWords;
}

/** What statuses mean, whoever sends them: a proxy may answer with a status and nothing else. */
const codesByStatus: Readonly<Record<number, FailureCode>> = {
  401: "authentication",
  402: "permission",
  403: "permission",
  404: "not-found",
  405: "not-found",
  408: "timeout",
  409: "server-error",
  413: "too-large",
  // Bedrock: the model itself failed.
  424: "server-error",
  425: "server-error",
  429: "rate-limited",
  // Groq: its flexible tier is full. Nginx: whoever stands between gave up.
  498: "overloaded",
  499: "server-error",
  501: "invalid-request",
  503: "overloaded",
  504: "timeout",
  522: "timeout",
  524: "timeout",
  529: "overloaded",
};

/** What servers say that have no code for it. */
const contextWords =
  /maximum context length|range of input length|context (window|size|length|limit)|exceeds the maximum number of tokens|prompt is too long|input is too long|exceeds? (the )?(model's )?max(imum)? (context|input)/i;
/** Gemini refuses a key with a 400. */
const keyWords =
  /\b(api[ _]?key|token) (is )?(not valid|invalid|incorrect|expired)|(invalid|incorrect) api[ _]?key/i;
/** More tokens in one request than the limit grants a minute: it can never pass. */
const tooLargeWords = /^request too large/i;
const moneyWords =
  /insufficient.{0,20}(balance|credit|fund|quota)|(balance|credits?|funds?)\b.{0,20}(insufficient|too low|not enough|exhausted|depleted|used up)|exceeded your current quota|(out of|no|not enough) credits|budget has been exceeded|payment required|please (recharge|top up)|account.{0,30}(arrears|suspended|overdue)|余额不足|额度不足|欠费/i;
const absentWords =
  /not[ _]?found|does not exist|no such (model|route)|unknown (model|url|request url)/i;

/** What may pass, in the words of a body whose status says that all is well. */
const passingWords =
  /overload|(try|retry|come back)( it| again)?( later| in \d| after)|again later|temporar|service unavailable|currently (unavailable|loading)|\bbusy\b|is loading|rate.?limit|too many requests|throttl|bad gateway|gateway time-?out|timed out|稍后|繁忙|饱和|过载|限流/i;

/** Of an answer whose status, or whose body, says that it is no reply. */
export function answeredFailure(answer: ServerAnswer, secrets: readonly string[]): Failure {
  const { headers, words } = answer;
  const retryAfterMs = retryAfterMsOf({ ...words, headers });
  const code = answeredCode(answer, retryAfterMs);
  const shouldRetry = headers.get("x-should-retry");
  return {
    code,
    message: safeMessage(answerText(answer, code), secrets),
    ...(retryAfterMs !== null && { retryAfterMs }),
    // Where no money is left, no server's advice to try again helps.
    ...(code === "permission"
      ? { shouldRetry: false }
      : (shouldRetry === "true" || shouldRetry === "false") && {
          shouldRetry: shouldRetry === "true",
        }),
  };
}

function answeredCode({ status, words }: ServerAnswer, retryAfterMs: number | null): FailureCode {
  const named = codeByName(words.names);
  // Google calls a limit of a minute a quota, and says when it is over.
  const isMoney = named === "permission" || (moneyWords.test(words.words) && retryAfterMs === null);
  if (isMoney && status !== 403 && status !== 401) return "permission";
  if ([400, 413, 422, 500].includes(status) && contextWords.test(words.words))
    return "context-exceeded";
  if ((status === 429 || status === 413) && tooLargeWords.test(words.words)) return "too-large";
  if (status === 400 && keyWords.test(words.words)) return "authentication";
  if (status < 400) return silentCode(words, named);
  // A status says more than a name that only repeats it in general terms.
  const isGeneral = named === "invalid-request" || named === "server-error";
  if (named !== undefined && !isGeneral) return named;
  return codesByStatus[status] ?? (status >= 500 ? "server-error" : "invalid-request");
}

/** Of a status that says that all is well, and a body that says that it is not. */
function silentCode(words: ServerWords, named: FailureCode | undefined): FailureCode {
  if (contextWords.test(words.words)) return "context-exceeded";
  if (named !== undefined) return named;
  if (absentWords.test(words.words)) return "not-found";
  const { status, names } = words;
  if (status === null && passingWords.test(words.words)) return "stream-error";
  if (status === null) return names.length === 0 ? "not-found" : "invalid-request";
  return codesByStatus[status] ?? (status >= 500 ? "server-error" : "invalid-request");
}

/** Of an error within a stream that had begun. */
export function streamFailure(
  words: ServerWords,
  { secrets, requestId, teaches }: Pick<Asked, "secrets" | "requestId" | "teaches">,
): Failure {
  const retryAfterMs = retryAfterMsOf({ ...words, headers: new Headers() });
  const code = streamCode(words, retryAfterMs);
  // Some begin a stream before they look at what they were asked.
  const lesson = code === "invalid-request" ? teaches(words) : null;
  return {
    code,
    message: safeMessage(
      requestId === null ? words.words : `${words.words} (${requestId})`,
      secrets,
    ),
    ...(retryAfterMs !== null && { retryAfterMs }),
    ...(lesson !== null && { teaches: lesson }),
  };
}

function streamCode(words: ServerWords, retryAfterMs: number | null): FailureCode {
  const named = codeByName(words.names);
  if (named === "permission" || (moneyWords.test(words.words) && retryAfterMs === null))
    return "permission";
  if (contextWords.test(words.words)) return "context-exceeded";
  if (tooLargeWords.test(words.words)) return "too-large";
  if (named !== undefined && named !== "server-error") return named;
  const byStatus = codesByStatus[words.status ?? 0];
  if (byStatus !== undefined && byStatus !== "server-error") return byStatus;
  if (named === undefined && words.status === 400) return "invalid-request";
  return "stream-error";
}

/** What is the server's own trouble, and says nothing of where it is. */
const ownTrouble: ReadonlySet<FailureCode> = new Set([
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
]);

/** A server's own words, with what helps to find the call and, where that may be wrong, the address. */
function answerText({ status, headers, url, words }: ServerAnswer, code: FailureCode): string {
  const type = (headers.get("content-type") ?? "").split(";")[0]!.trim();
  const requestId = requestIdOf(headers);
  const isJson = type === "application/json";
  const facts = [
    `HTTP ${status}`,
    ...(requestId === null ? [] : [requestId]),
    ...(type === "" || isJson ? [] : [type]),
    ...(isJson && ownTrouble.has(code) ? [] : [url]),
  ];
  return `${words.words} (${facts.join(", ")})`;
}

export const requestIdOf = (headers: Headers): string | null =>
  headers.get("x-request-id") ?? headers.get("request-id");

/** Of a request that no answer came to. Bun leaves out to whom it could not connect, so that is added. */
export function unansweredFailure(
  error: unknown,
  baseURL: string,
  secrets: readonly string[],
): Failure {
  const message = safeMessage(errorWithCause(error), secrets);
  const code: FailureCode = /timed? ?out/i.test(message) ? "timeout" : "connection-failed";
  if (!URL.canParse(baseURL)) return { code, message };
  const { host, origin } = new URL(baseURL);
  return { code, message: message.includes(host) ? message : `${origin}: ${message}` };
}

/** Clients say only "Connection error.", so an error's cause is added. */
export function errorWithCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && !error.message.includes(cause.message)
    ? `${error.message} ${cause.message}`
    : error.message;
}
