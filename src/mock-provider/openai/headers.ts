/** How much a key may use in a minute. */
export const limits = { requests: 10_000, tokens: 2_000_000 } as const;

export const organization = "rehearsal";

/** What every response carries: its id, and the rate limits with the time until they are whole again. */
export function wireHeaders(response: {
  readonly requestId: string;
  readonly left: "most" | "nothing";
}): Record<string, string> {
  const headers: Record<string, string> = {
    "x-request-id": response.requestId,
    "openai-version": "2020-10-01",
    "openai-organization": organization,
    "openai-processing-ms": "1",
  };
  for (const [name, limit] of Object.entries(limits)) {
    headers[`x-ratelimit-limit-${name}`] = String(limit);
    headers[`x-ratelimit-remaining-${name}`] = response.left === "most" ? String(limit - 1) : "0";
    headers[`x-ratelimit-reset-${name}`] = response.left === "most" ? "6ms" : "1m0s";
  }
  return headers;
}
