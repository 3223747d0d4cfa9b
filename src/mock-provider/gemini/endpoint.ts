/** What of the API a request asks for. */
export type AskedEndpoint =
  | { readonly type: "generate" | "count"; readonly model: string; readonly isStreamed: boolean }
  | { readonly type: "models"; readonly model: string | null };

/** `null` where the path is none of this API's. The host, and what stands before `models/`, may be any. */
export function askedIn({ method, url, headers }: Request): AskedEndpoint | null {
  const { pathname, searchParams } = new URL(url);
  const [, model = "", action] = /\/models\/([^/:]+):(\w+)$/.exec(pathname) ?? [];
  if (method === "POST") {
    switch (action) {
      case "generateContent":
      case "streamGenerateContent":
        return { type: "generate", model, isStreamed: action === "streamGenerateContent" };
      case "countTokens":
        return { type: "count", model, isStreamed: false };
      default:
        return null;
    }
  }
  const isOwn = headers.has("x-goog-api-key") || searchParams.has("key");
  const [, listed = null] = /\/v1(?:beta)?\/models(?:\/([^/:]+))?$/.exec(pathname) ?? [];
  return method === "GET" && isOwn && /\/models(?:\/[^/:]+)?$/.test(pathname)
    ? { type: "models", model: listed }
    : null;
}

/** The key may stand in the address, too. */
export function hasKey({ url, headers }: Request): boolean {
  return (
    headers.has("x-goog-api-key") ||
    headers.has("authorization") ||
    (new URL(url).searchParams.get("key") ?? "") !== ""
  );
}
