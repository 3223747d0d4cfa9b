import OpenAI from "openai";
import type { JsonObject } from "../../../src/core/json.ts";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf, workerAddress } from "../reply-of.ts";

export const base = "http://mock.invalid/v1";

/** A reply with a part of every kind. */
export const rich = replyOf([
  { type: "thinking", text: "think hard" },
  { type: "redacted-thinking", data: "b64" },
  { type: "text", text: "Hi 😀" },
  { type: "tool-use", tool: "write", input: { path: "a.ts" }, callId: null },
  { type: "tool-use", tool: "read", input: { path: "b.ts" }, callId: null },
]);

/** A mock that always says the same, asked bare and through OpenAI's own client. */
export function openaiMock(
  reply: Reply,
  fault: ReplyFault | null = null,
  changes: { readonly nowMs?: () => number } = {},
) {
  const observer = recording();
  const source = alwaysReply(reply, fault);
  const nowMs = changes.nowMs ?? (() => Date.UTC(2026, 0, 1));
  const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs });
  const fetch = mock.fetchFor(workerAddress);
  const request = (path: string, init: RequestInit) =>
    fetch(base + path, { ...init, headers: { authorization: "Bearer key", ...init.headers } });
  return {
    observer,
    source,
    fetch,
    get: (path: string) => request(path, { method: "GET" }),
    post: (path: string, body: JsonObject) =>
      request(path, { method: "POST", body: JSON.stringify(body) }),
    client: new OpenAI({ apiKey: "key", baseURL: base, fetch, maxRetries: 0 }),
  };
}

/** The data of a streamed body's events, in order; the sentinel as it is. */
export function dataOf(body: string): readonly string[] {
  return body.split("\n").flatMap((line) => (line.startsWith("data: ") ? [line.slice(6)] : []));
}
