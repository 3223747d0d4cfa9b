import type { MockRequest } from "../../mock-provider/reply-source.ts";

/** Names a request in messages by the end of its text, which is the new part of a conversation. */
export function glimpse(request: MockRequest): string {
  const text = request.read().text.replace(/\s+/g, " ").trim();
  return `${request.wire}, ends with ${JSON.stringify(text.slice(-80))}`;
}
