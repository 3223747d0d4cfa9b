/** Where an answer may say how long to wait. */
interface Advice {
  readonly headers: Headers;
  /** The server's words: "Please try again in 2.1s". */
  readonly words: string;
  /** Google's `retryDelay`. */
  readonly retryDelay: string | null;
}

/**
 * How long an answer asks to wait, in ms; `null` where it says nothing that can be waited for, 0 among it. In
 * this order: `retry-after-ms`; `retry-after` in seconds or as an HTTP date (RFC 9110, 10.2.3); Google's
 * `RetryInfo`; the words; the reset of a limit that is used up (Anthropic's, OpenAI's, OpenRouter's and the IETF's
 * headers). Where seconds were rounded down, what tells the fraction counts. A date is counted from the response's
 * own `date`.
 */
export function retryAfterMsOf({ headers, words, retryDelay }: Advice): number | null {
  const delayMs = retryDelay === null ? null : durationMs(retryDelay);
  const exact = [delayMs, inWords(words)];
  const candidates = [
    millisecondsOf(headers.get("retry-after-ms") ?? headers.get("x-ms-retry-after-ms")),
    retryAfterOf(headers),
    ...exact,
    retryDelay === null || delayMs !== null ? null : numberMs(retryDelay, headers),
    resetMs(headers),
    policyMs(headers),
  ];
  const statedMs = candidates.find((waitMs) => waitMs !== null && waitMs > 0) ?? null;
  if (statedMs === null) return null;
  const fraction = exact.find(
    (waitMs) => waitMs !== null && waitMs > statedMs && waitMs < statedMs + 1_000,
  );
  return fraction ?? statedMs;
}

function retryAfterOf(headers: Headers): number | null {
  const text = headers.get("retry-after") ?? headers.get("x-retry-after");
  if (text === null) return null;
  if (text.trim() !== "" && Number.isFinite(Number(text))) return numberMs(text, headers);
  return durationMs(text) ?? untilMs(text, headers);
}

function millisecondsOf(text: string | null): number | null {
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.round(value) : null;
}

/** `2s`, `1m30.5s`, `250ms`, `6h0m0s`. */
function durationMs(text: string): number | null {
  const parts =
    /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(
      text.trim(),
    );
  if (parts === null || text.trim() === "") return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds);
}

const waitWords =
  /(?:try again|retry|wait|available|resets?|reset after)[^.\d]{0,40}?((?:\d+(?:\.\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)\b ?(?:and )?|\d+(?:\.\d+)?(?:ms|[smhd]))+)/i;
const onePart = /(\d+(?:\.\d+)?) ?(ms|milli|s|m|h|d)/gi;
const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  milli: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `2.1s`, `20 seconds`, `1m30.5s`, `1 minute and 2 seconds`. */
function inWords(words: string): number | null {
  const stated = waitWords.exec(words)?.[1] ?? /(\d+(?:\.\d+)?) ?秒/.exec(words)?.[1]?.concat("s");
  if (stated === undefined) return null;
  let waitMs = 0;
  for (const [, amount, unit = ""] of stated.matchAll(onePart))
    waitMs += Number(amount) * (unitsMs[unit.toLowerCase()] ?? 0);
  return Math.round(waitMs);
}

/** Of the limits that are used up, the one that is whole again last; one that does not say what is left is one. */
function resetMs(headers: Headers): number | null {
  let longest: number | null = null;
  for (const [name, value] of headers) {
    const reset =
      /^(?:x-ratelimit-reset(-.+)?|anthropic-ratelimit(-.+)-reset|ratelimit-reset()|x-rate-limit-reset())$/.exec(
        name,
      );
    if (reset === null) continue;
    const of = reset.slice(1).find((part) => part !== undefined) ?? "";
    const remaining =
      headers.get(`x-ratelimit-remaining${of}`) ??
      headers.get(`anthropic-ratelimit${of}-remaining`) ??
      headers.get("ratelimit-remaining");
    if (remaining !== null && Number(remaining) !== 0) continue;
    const waitMs = durationMs(value) ?? numberMs(value, headers) ?? untilMs(value, headers);
    if (waitMs !== null && waitMs > (longest ?? 0)) longest = waitMs;
  }
  return longest;
}

/** The IETF's one header for all: `limit=10, remaining=0, reset=5`, and later `"default";r=0;t=5`. */
function policyMs(headers: Headers): number | null {
  const policy = headers.get("ratelimit") ?? "";
  const left = /(?:remaining|\br)=(\d+)/.exec(policy)?.[1];
  const reset = /(?:reset|\bt)=(\d+)/.exec(policy)?.[1];
  return reset === undefined || Number(left ?? 0) > 0 ? null : Number(reset) * 1_000;
}

/** Seconds from now, or since 1970, or milliseconds since then: OpenRouter's, GitHub's and the IETF's ways. */
function numberMs(text: string, headers: Headers): number | null {
  if (!/^\d+(\.\d+)?$/.test(text.trim())) return null;
  const value = Number(text);
  if (value < 1e8) return Math.round(value * 1_000);
  const at = new Date(value < 1e11 ? value * 1_000 : value);
  return Number.isNaN(at.getTime()) ? null : untilMs(at.toISOString(), headers);
}

function untilMs(date: string, headers: Headers): number | null {
  const waitMs = Date.parse(date) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}
