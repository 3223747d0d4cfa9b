/** What the API demands of every request. */
export const anthropicHeaders: Readonly<Record<string, string>> = {
  "x-api-key": "any",
  "anthropic-version": "2023-06-01",
  "content-type": "application/json",
};
