import { type BodyChunk, cutBody } from "./body-chunks.ts";
import type { BodyPlan } from "./body-plan.ts";
import type { Call } from "../served-call.ts";
import { pacedBody, wholeBody } from "./paced-body.ts";
import type { Chunking } from "../reply.ts";
import type { ReplyFault } from "../reply-fault.ts";

/** How fast a body goes out, and what was done to it. */
interface Delivery {
  readonly isStreamed: boolean;
  readonly chunkDelayMs: number;
  readonly fault: ReplyFault | null;
}

/** What is handed to a `Response`: bytes where nothing needs to come apart, or else a stream. */
export async function bodyOf(
  call: Call,
  plan: BodyPlan,
  delivery: Delivery,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>> {
  const isAtOnce = plan.end === "close" && goesAtOnce(call, plan.chunking, delivery);
  const chunks = cutBody(plan.events, plan.torn, isAtOnce ? oneChunk : plan.chunking);
  const only = onlyOf(chunks);
  return only !== null && plan.end === "close" && (isAtOnce || !delivery.isStreamed)
    ? await wholeBody(call, { ...delivery, chunk: only })
    : pacedBody(call, { ...delivery, chunks, end: plan.end });
}

const oneChunk: Chunking = { type: "bytes", sizes: [] };

/**
 * Over a socket, events that nothing keeps apart come in whatever chunks the kernel makes. Chunks of a
 * size that a script asks for are handed over one by one all the same.
 */
function goesAtOnce({ reader }: Call, chunking: Chunking, { chunkDelayMs }: Delivery): boolean {
  return reader === "server" && chunking.type === "events" && chunkDelayMs <= 0;
}

function onlyOf(chunks: readonly BodyChunk[]): BodyChunk | null {
  return chunks.length === 1 ? (chunks[0] ?? null) : null;
}
