import type { MockRequest } from "../mock-provider/reply-source.ts";

/** Which request it is, by the end of what it says: that is what is new in it. */
export function glimpse(request: MockRequest): string {
  const text = request.read().text.replace(/\s+/g, " ").trim();
  return `${request.wire}, ends with ${JSON.stringify(text.slice(-80))}`;
}
