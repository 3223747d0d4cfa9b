/** Each limit that the API tells of, and how much a key may use in a minute. */
export const limits = {
  requests: 4_000,
  tokens: 2_400_000,
  "input-tokens": 2_000_000,
  "output-tokens": 400_000,
} as const;

const windowMs = 60_000;

// What does not change from one response to the next is spelt once.
const remaining = {
  most: limitHeaders((limit) => limit - 1),
  nothing: limitHeaders(() => 0),
} as const;
const resetNames = Object.keys(limits).map((name) => `anthropic-ratelimit-${name}-reset`);

function limitHeaders(left: (limit: number) => number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, limit]) => [
      [`anthropic-ratelimit-${name}-limit`, String(limit)],
      [`anthropic-ratelimit-${name}-remaining`, String(left(limit))],
    ]),
  );
}

/** What every response carries: its id, and the rate limits with their resets in RFC 3339. */
export function wireHeaders(response: {
  readonly requestId: string;
  readonly nowMs: number;
  readonly left: "most" | "nothing";
}): Record<string, string> {
  const reset = new Date(response.nowMs + windowMs).toISOString().replace(/\.\d+Z$/, "Z");
  const headers: Record<string, string> = {
    "request-id": response.requestId,
    ...remaining[response.left],
  };
  for (const name of resetNames) headers[name] = reset;
  return headers;
}
