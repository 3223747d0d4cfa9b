import { ticketId, trackId, type Address } from "../src/core/ids.ts";
import { realClock } from "../src/clock/real-clock.ts";
import { nowNs } from "./stopwatch.ts";

/** How the bytes of the workers' replies come. */
export interface Chunking {
  /** Wire events in one chunk of a body. */
  readonly eventsPerChunk: number;
  /**
   * `turns`: each turn of the event loop brings one chunk of every stream, as sockets do. `ready`: the next
   * chunk is always there already, so that a body is read within one turn.
   */
  readonly arrival: "turns" | "ready";
}

export const streams = 16;
const deltasPerStream = 200;
export const deltasTotal = streams * deltasPerStream;

/** A stand-in for the network. Workers' responses are held back until all were asked for. */
export interface Wire {
  /** Of one of the conductor's calls; planners are answered at once. */
  fetchFor(address: Address): typeof fetch;
  /** Of a worker's call, whoever makes it. */
  readonly fetch: typeof fetch;
  /** When all requests had come and the first byte could be read. */
  startedAtNs(): number;
}

export function newWire(chunking: Chunking): Wire {
  const chunks = chunksOf(workerReply, chunking.eventsPerChunk);
  const released = Promise.withResolvers<void>();
  const waiting: ReadableStreamDefaultController<Uint8Array>[] = [];
  let requests = 0;
  let startedAtNs: number | null = null;

  async function answerWorker(): Promise<Response> {
    if (++requests > streams) throw new Error("more requests than streams");
    const body = chunking.arrival === "ready" ? readyBody(chunks) : heldBody(waiting);
    if (requests === streams) {
      startedAtNs = nowNs();
      released.resolve();
      if (chunking.arrival === "turns") feed(waiting, chunks);
    }
    await released.promise;
    return new Response(body, { headers: responseHeaders });
  }

  const workerFetch = asFetch(answerWorker);
  return {
    fetch: workerFetch,
    fetchFor(address) {
      switch (address.tier) {
        case "tier1":
          return plannerFetch(tracksReply);
        case "tier2":
          return plannerFetch(ticketsReply);
        case "tier3":
        case "tier4":
          return workerFetch;
      }
    },
    startedAtNs() {
      if (startedAtNs === null) throw new Error("not all requests came");
      return startedAtNs;
    },
  };
}

const plannerFetch = (reply: readonly Uint8Array[]): typeof fetch =>
  asFetch(async () => new Response(readyBody(reply), { headers: responseHeaders }));

function asFetch(answer: () => Promise<Response>): typeof fetch {
  return Object.assign(answer, { preconnect: () => {} });
}

function readyBody(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[next++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function heldBody(
  waiting: ReadableStreamDefaultController<Uint8Array>[],
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => void waiting.push(controller),
  });
}

/**
 * In an event loop, sockets are read first and what was put off to the turn's end comes after. Here both
 * are done by `nextTurn`, so chunks come in every other one.
 */
function feed(
  controllers: readonly ReadableStreamDefaultController<Uint8Array>[],
  chunks: readonly Uint8Array[],
): void {
  let next = 0;
  const turn = () => {
    const chunk = chunks[next++];
    for (const controller of controllers) {
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    }
    if (chunk !== undefined) realClock.nextTurn(() => realClock.nextTurn(turn));
  };
  realClock.nextTurn(turn);
}

const responseHeaders = { "content-type": "text/event-stream", "request-id": "req_bench" };

/** Planners' replies come in one chunk. */
const plannerReply = (value: object) =>
  chunksOf(wireEvents([JSON.stringify(value)]), Number.POSITIVE_INFINITY);

export const benchTrack = trackId("track");

export const benchTickets = Array.from({ length: streams }, (_, index) =>
  ticketId(`T-${index + 1}`),
);

const tracksReply = plannerReply({ tracks: [{ id: benchTrack, title: "The track" }] });
const ticketsReply = plannerReply({
  tickets: benchTickets.map((id) => ({ id, title: `Ticket ${id}` })),
});

const workerDeltas = Array.from({ length: deltasPerStream }, (_, index) => `and word ${index} `);

/** What a worker's stream must hold in the end. */
export const workerText = workerDeltas.join("");

const workerReply = wireEvents(workerDeltas);

/** The events of a worker's reply that says these texts, as the wire spells them. */
export function wireEvents(texts: readonly string[]): readonly string[] {
  const usage = { input_tokens: 400, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
  return [
    {
      type: "message_start",
      message: {
        id: "msg_bench",
        type: "message",
        role: "assistant",
        model: "bench",
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...usage, output_tokens: 1 },
      },
    },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...texts.map((text) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: texts.length },
    },
    { type: "message_stop" },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function chunksOf(events: readonly string[], eventsPerChunk: number): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < events.length; start += eventsPerChunk) {
    chunks.push(encoder.encode(events.slice(start, start + eventsPerChunk).join("")));
  }
  return chunks;
}
