import type { Chunking } from "../reply.ts";
import type { WireEvent } from "../wire-event.ts";

/** Bytes that are sent together, and the events whose last byte is among them. */
export interface BodyChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly completes: readonly WireEvent[];
  /** Where it has a time of its own. */
  readonly delayMs?: number;
}

/** Cuts events into chunks. `torn` follows the last event: the beginning of one that is broken off. */
export function cutBody(
  events: readonly WireEvent[],
  torn: string,
  chunking: Chunking,
): readonly BodyChunk[] {
  switch (chunking.type) {
    case "events": {
      const whole = events.map((event): BodyChunk => ({
        bytes: encode(event.text),
        completes: [event],
        ...(event.delayMs !== undefined && { delayMs: event.delayMs }),
      }));
      return torn === "" ? whole : [...whole, { bytes: encode(torn), completes: [] }];
    }
    case "bytes":
      return cutBytes(events, torn, chunking);
  }
}

/** An empty list of sizes means one chunk. */
function cutBytes(
  events: readonly WireEvent[],
  torn: string,
  { sizes, chunksMax = Infinity }: Extract<Chunking, { type: "bytes" }>,
): readonly BodyChunk[] {
  const texts = events.map((event) => event.text);
  const bytes = encode(texts.join("") + torn);
  if (sizes.length === 0 && bytes.length > 0) return [{ bytes, completes: events }];
  // A size below one would never end.
  const least = Math.max(1, Math.ceil(bytes.length / chunksMax));
  const chunks: BodyChunk[] = [];
  let start = 0;
  let next = 0;
  let nextEnd = Buffer.byteLength(texts[0] ?? "");
  while (start < bytes.length) {
    const size = sizes[Math.min(chunks.length, sizes.length - 1)] ?? bytes.length;
    const end = Math.min(bytes.length, start + Math.max(least, Math.trunc(size)));
    const completes: WireEvent[] = [];
    for (let event = events[next]; event !== undefined && nextEnd <= end; event = events[next]) {
      completes.push(event);
      next += 1;
      nextEnd += Buffer.byteLength(texts[next] ?? "");
    }
    chunks.push({ bytes: bytes.subarray(start, end), completes });
    start = end;
  }
  return chunks;
}

const encoder = new TextEncoder();

function encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}
