/** What of the API a request asks for. */
export type Question =
  | { readonly type: "messages" | "count_tokens" | "models" }
  | { readonly type: "model"; readonly id: string };

/**
 * `null` where the path is none of this API's. The list of models has another API's path, and other headers.
 * The `v1` may be missing: some clients take it to be a part of the base URL.
 */
export function questionOf({ url, headers }: Pick<Request, "url" | "headers">): Question | null {
  const { pathname } = new URL(url);
  if (pathname.endsWith("/messages")) return { type: "messages" };
  if (pathname.endsWith("/messages/count_tokens")) return { type: "count_tokens" };
  if (!headers.has("anthropic-version")) return null;
  if (pathname.endsWith("/models")) return { type: "models" };
  const [, id] = /\/models\/([^/]+)$/.exec(pathname) ?? [];
  return id === undefined ? null : { type: "model", id: decoded(id) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function methodOf(question: Question): "GET" | "POST" {
  return question.type === "messages" || question.type === "count_tokens" ? "POST" : "GET";
}
