import type { MockRequest } from "./reply-source.ts";
import type { RequestReading } from "./request-reading.ts";
import { wires } from "./wires.ts";

/** What a request says, as its wire reads it. */
export function readRequest({ wire, body }: Pick<MockRequest, "wire" | "body">): RequestReading {
  return wires[wire].read(body);
}

/** A request that is read once, when it is first asked for: who knows an address needs no more of it. */
export function withReading(request: Omit<MockRequest, "read">): MockRequest {
  let reading: RequestReading | null = null;
  return { ...request, read: () => (reading ??= readRequest(request)) };
}
