import type { JsonObject } from "../core/json.ts";
import { readingOf as anthropicReading } from "./anthropic/reading.ts";
import { readingOf as geminiReading } from "./gemini/reading.ts";
import { readingOf as chatReading } from "./openai-chat/reading.ts";
import { readingOf as responsesReading } from "./openai-responses/reading.ts";
import type { MockRequest, Wire } from "./reply-source.ts";
import type { RequestReading } from "./request-reading.ts";

const readings: Readonly<Record<Wire, (body: JsonObject) => RequestReading>> = {
  anthropic: anthropicReading,
  "openai-chat": chatReading,
  "openai-responses": responsesReading,
  gemini: geminiReading,
};

/** What a request says, as its wire's dialect reads it. */
export function readRequest({ wire, body }: Pick<MockRequest, "wire" | "body">): RequestReading {
  return readings[wire](body);
}

/** A request that is read once, when it is first asked for: who knows an address needs no more of it. */
export function withReading(request: Omit<MockRequest, "read">): MockRequest {
  let reading: RequestReading | null = null;
  return { ...request, read: () => (reading ??= readRequest(request)) };
}
