import type { BodyChunk } from "../body-chunks.ts";
import type { Call } from "../call.ts";
import { pacedBody } from "../paced-body.ts";
import type { RawChunk, RawResponse, Reply, ReplyFault } from "../reply.ts";

/** The exact bytes that a try of a reply is answered with; `null` where the mock spells the answer itself. */
export function rawOf({ raw }: Reply, fault: ReplyFault | null): RawResponse | null {
  if (fault?.type === "raw") return fault.response;
  if (raw === undefined) return null;
  switch (fault?.type) {
    case "cut":
    case "reset":
    case "stall":
      return { ...raw, chunks: raw.chunks.slice(0, fault.afterEvents), end: fault.type };
    default:
      // Faults of what is said have nothing to change in what the mock does not read.
      return raw;
  }
}

/** Sends them, each chunk at its time. */
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
