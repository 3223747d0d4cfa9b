import type { BodyChunk } from "../sending/body-chunks.ts";
import type { Call } from "../served-call.ts";
import { pacedBody } from "../sending/paced-body.ts";
import type { RawChunk, RawResponse } from "../reply.ts";
import type { ReplyFault } from "../reply-fault.ts";

/** Sends exact bytes, each chunk at its time. */
export function rawAnswer(call: Call, raw: RawResponse, fault: ReplyFault | null): Response {
  const { status } = raw;
  const headers = new Headers({ ...raw.headers });
  call.observer.observe({ call: call.number, address: call.address, type: "raw" });
  if (isBodiless(status)) {
    call.observer.observe({ call: call.number, address: call.address, type: "ended", fault });
    return new Response(null, { status, headers });
  }
  const chunks = raw.chunks.map(chunkOf);
  return new Response(pacedBody(call, { chunks, chunkDelayMs: 0, end: raw.end, fault }), {
    status,
    headers,
  });
}

/** A response of these has no body, and `Response` refuses one. */
const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;

function chunkOf(chunk: RawChunk): BodyChunk {
  const bytes =
    "text" in chunk
      ? new TextEncoder().encode(chunk.text)
      : Uint8Array.from(Buffer.from(chunk.base64, "base64"));
  return {
    bytes,
    delayMs: chunk.delayMs,
    completes: [{ text: "", deltas: [], usage: null }],
  };
}
