/**
 * How long a response asks to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3). A date is counted from the response's own `date`, so that no clock of ours takes
 * part. `null` where there is nothing usable.
 */
export function retryAfterMsOf(headers: Headers): number | null {
  const exactMs = positive(headers.get("retry-after-ms"));
  if (exactMs !== null) return exactMs;
  const text = headers.get("retry-after");
  const seconds = positive(text);
  if (seconds !== null) return Math.round(seconds * 1_000);
  const waitMs = Date.parse(text ?? "") - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

function positive(text: string | null): number | null {
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}
