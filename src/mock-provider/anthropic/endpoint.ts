/** What of the API a request asks for. */
export type EndpointQuestion =
  | { readonly type: "messages" | "count_tokens" | "models" }
  | { readonly type: "model"; readonly id: string };

/**
 * `null` where the path is none of this API's. The list of models has another API's path, and other headers.
 * The `v1` may be missing: some clients take it to be a part of the base URL.
 */
export function questionOf({
  url,
  headers,
}: Pick<Request, "url" | "headers">): EndpointQuestion | null {
  const { pathname } = new URL(url);
  if (!headers.has("anthropic-version") && openaiRooms.test(pathname)) return null;
  if (pathname.endsWith("/messages")) return { type: "messages" };
  if (pathname.endsWith("/messages/count_tokens")) return { type: "count_tokens" };
  if (!headers.has("anthropic-version")) return null;
  if (pathname.endsWith("/models")) return { type: "models" };
  const [, id] = /\/models\/([^/]+)$/.exec(pathname) ?? [];
  return id === undefined ? null : { type: "model", id: decoded(id) };
}

/** Where another API keeps messages of its own. */
const openaiRooms = /\/(?:chat\/completions|threads|responses|conversations)\//;

/** Whether a request that this API does not know was meant for it. */
export function isAnthropic({ url, headers }: Pick<Request, "url" | "headers">): boolean {
  if (headers.has("anthropic-version")) return true;
  const { pathname } = new URL(url);
  return /\/(?:messages|complete)(?:\/|$)/.test(pathname) && !openaiRooms.test(pathname);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function methodOf(question: EndpointQuestion): "GET" | "POST" {
  return question.type === "messages" || question.type === "count_tokens" ? "POST" : "GET";
}
