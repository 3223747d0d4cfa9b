import type { Chunking } from "../reply.ts";
import type { WireEvent } from "../wire-event.ts";

/**
 * Bytes that are sent together, and the events that are whole with them, but for line ends and a sentinel behind: a
 * reader that waits no longer does without.
 */
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

/**
 * An empty list of sizes means one chunk. An event with a time of its own begins another one, whatever the sizes:
 * who cuts or holds bytes back does not make them come sooner, and what is slow stays no silence.
 */
function cutBytes(
  events: readonly WireEvent[],
  torn: string,
  { sizes, chunksMax = Infinity }: Extract<Chunking, { type: "bytes" }>,
): readonly BodyChunk[] {
  if (sizes.length === 0) return uncut(spansOf(events), torn);
  const whole = Buffer.byteLength(events.map((event) => event.text).join("") + torn);
  // A size below one would never end.
  const least = Math.max(1, Math.ceil(whole / chunksMax));
  const chunks: BodyChunk[] = [];
  const spans = spansOf(events);
  for (const [nth, span] of spans.entries()) {
    const texts = span.map((event) => event.text);
    const bytes = encode(texts.join("") + (nth === spans.length - 1 ? torn : ""));
    let start = 0;
    let next = 0;
    let nextEnd = Buffer.byteLength(texts[0] ?? "");
    let nextWhole = nextEnd - charactersBehind(texts[0] ?? "");
    while (start < bytes.length) {
      const size = sizes[Math.min(chunks.length, sizes.length - 1)] ?? bytes.length;
      const end = Math.min(bytes.length, start + Math.max(least, Math.trunc(size)));
      const completes: WireEvent[] = [];
      for (let event = span[next]; event !== undefined && nextWhole <= end; event = span[next]) {
        completes.push(event);
        next += 1;
        const text = texts[next] ?? "";
        nextEnd += Buffer.byteLength(text);
        nextWhole = nextEnd - charactersBehind(text);
      }
      const delayMs = start === 0 ? span[0]?.delayMs : undefined;
      chunks.push({
        bytes: bytes.subarray(start, end),
        completes,
        ...(delayMs !== undefined && { delayMs }),
      });
      start = end;
    }
  }
  return chunks;
}

/** What ends an event, and says nothing of its own. */
function charactersBehind(text: string): number {
  const said = text.trimEnd();
  const sentinel = sentinels.find((one) => said.endsWith(one)) ?? "";
  const behind = text.length - said.length + sentinel.length;
  return sentinel === "" ? behind : behind + charactersBehind(text.slice(0, -behind));
}

const sentinels = ["data: [DONE]", "data:[DONE]"];

/** A chunk a span: nothing has to be measured, which is most of what cutting costs. */
function uncut(spans: readonly (readonly WireEvent[])[], torn: string): readonly BodyChunk[] {
  return spans.flatMap((span, nth) => {
    const text = span.map((event) => event.text).join("") + (nth === spans.length - 1 ? torn : "");
    if (text === "") return [];
    const delayMs = span[0]?.delayMs;
    return [{ bytes: encode(text), completes: span, ...(delayMs !== undefined && { delayMs }) }];
  });
}

/** Events in a row that nothing parts in time; one span where there are none. */
function spansOf(events: readonly WireEvent[]): readonly (readonly WireEvent[])[] {
  const spans: WireEvent[][] = [[]];
  for (const event of events) {
    if (event.delayMs !== undefined && spans.at(-1)!.length > 0) spans.push([]);
    spans.at(-1)!.push(event);
  }
  return spans;
}

const encoder = new TextEncoder();

function encode(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}
