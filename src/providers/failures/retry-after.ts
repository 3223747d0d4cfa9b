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
 * `RetryInfo`; the words; the reset of a limit that is used up (Anthropic's and OpenAI's headers). A date is
 * counted from the response's own `date`, so that no clock of ours takes part.
 */
export function retryAfterMsOf({ headers, words, retryDelay }: Advice): number | null {
  const candidates = [
    millisecondsOf(headers.get("retry-after-ms")),
    retryAfterOf(headers),
    retryDelay === null ? null : durationMs(retryDelay),
    inWords(words),
    resetMs(headers),
  ];
  return candidates.find((waitMs) => waitMs !== null && waitMs > 0) ?? null;
}

function retryAfterOf(headers: Headers): number | null {
  const text = headers.get("retry-after");
  if (text === null) return null;
  const seconds = Number(text.trim());
  if (text.trim() !== "" && Number.isFinite(seconds)) return Math.round(seconds * 1_000);
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
  /(?:try again|retry|wait|available|resets?)[^.\d]{0,40}?(\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b/i;

function inWords(words: string): number | null {
  const [, amount, unit = ""] = waitWords.exec(words) ?? [];
  if (amount === undefined) return null;
  const unitMs = /^(ms|milli)/i.test(unit)
    ? 1
    : /^s/i.test(unit)
      ? 1_000
      : /^m/i.test(unit)
        ? 60_000
        : 3_600_000;
  return Math.round(Number(amount) * unitMs);
}

/** Of the limits that are used up, the one that is whole again last. */
function resetMs(headers: Headers): number | null {
  let longest: number | null = null;
  for (const [name, told] of headers) {
    const reset = /^(?:x-ratelimit-reset-(.+)|anthropic-ratelimit-(.+)-reset)$/.exec(name);
    if (reset === null) continue;
    const remaining =
      headers.get(`x-ratelimit-remaining-${reset[1]}`) ??
      headers.get(`anthropic-ratelimit-${reset[2]}-remaining`);
    if (remaining !== "0") continue;
    const waitMs = durationMs(told) ?? untilMs(told, headers);
    if (waitMs !== null && waitMs > (longest ?? 0)) longest = waitMs;
  }
  return longest;
}

function untilMs(date: string, headers: Headers): number | null {
  const waitMs = Date.parse(date) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}
