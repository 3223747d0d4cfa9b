import type { BodyChunk } from "./body-chunks.ts";
import type { Call } from "../served-call.ts";
import type { BodyEnd } from "../reply.ts";
import type { ReplyFault } from "../reply-fault.ts";

/**
 * A response's body that lets each chunk out when the pacer says so. It is made only as it is read, so
 * that what the observer saw sent was handed to a reader. An abort errors it at once: without that, a
 * client waits for the mock to finish.
 */
export function pacedBody(
  call: Call,
  body: {
    readonly chunks: readonly BodyChunk[];
    readonly chunkDelayMs: number;
    readonly end: BodyEnd;
    readonly fault: ReplyFault | null;
  },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const { address, observer, pacer, signal } = call;
  const about = { call: call.number, address };
  const stopped = new AbortController();
  // A server ends a body that closes as it ends a whole one.
  const cut = call.reader === "server" ? "reset" : "close";
  const end = body.end === "cut" ? cut : body.end;
  let isOver = false;
  let index = 0;

  /** The client let go: cancels the pacer's wait. Says whether there was anything left to stop. */
  const abandon = (reason: unknown): boolean => {
    signal.removeEventListener("abort", onAbort);
    if (isOver) return false;
    isOver = true;
    stopped.abort(reason);
    observer.observe({ ...about, type: "aborted", fault: body.fault });
    return true;
  };
  let fail: (reason: unknown) => void = () => {};
  const onAbort = () => {
    if (abandon(signal.reason)) call.breakOff(fail, signal.reason);
  };
  const settle = () => {
    isOver = true;
    signal.removeEventListener("abort", onAbort);
    observer.observe({ ...about, type: "ended", fault: body.fault });
  };

  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        fail = (reason) => controller.error(reason);
        signal.addEventListener("abort", onAbort, { once: true });
        if (signal.aborted) onAbort();
      },
      async pull(controller) {
        const chunk = body.chunks[index];
        if (chunk !== undefined) {
          const delayMs = chunk.delayMs ?? body.chunkDelayMs;
          const step = { ...about, kind: "chunk", index, delayMs } as const;
          try {
            await pacer.before(step, stopped.signal);
          } catch (reason) {
            if (isOver) return;
            throw reason;
          }
          if (isOver) return;
          index += 1;
          controller.enqueue(chunk.bytes);
          for (const event of chunk.completes) observer.observe({ ...about, type: "sent", event });
        }
        if (index < body.chunks.length) return;
        switch (end) {
          case "close":
            settle();
            return controller.close();
          case "reset":
            // An error drops what was not read yet, so it waits for the next pull.
            if (chunk !== undefined) return;
            settle();
            return call.breakOff(fail, connectionReset());
          case "stall":
            observer.observe({ ...about, type: "ended", fault: body.fault });
            return new Promise((resolve) => {
              stopped.signal.addEventListener("abort", () => resolve(), { once: true });
            });
        }
      },
      cancel(reason) {
        abandon(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * A body of one chunk that ends as it should, once the pacer lets it out: bytes, for there is nothing to
 * break off. Rejects with the signal's reason where the client lets go before.
 */
export async function wholeBody(
  call: Call,
  body: {
    readonly chunk: BodyChunk;
    readonly chunkDelayMs: number;
    readonly fault: ReplyFault | null;
  },
): Promise<Uint8Array<ArrayBuffer>> {
  const { address, observer, pacer, signal } = call;
  const about = { call: call.number, address };
  await pacer.before(
    { ...about, kind: "chunk", index: 0, delayMs: body.chunk.delayMs ?? body.chunkDelayMs },
    signal,
  );
  signal.throwIfAborted();
  for (const event of body.chunk.completes) observer.observe({ ...about, type: "sent", event });
  observer.observe({ ...about, type: "ended", fault: body.fault });
  return body.chunk.bytes;
}

/** What Bun's own `fetch` throws when a peer resets the connection, by its code. */
function connectionReset(): Error {
  return Object.assign(new Error("The socket connection was closed unexpectedly."), {
    code: "ECONNRESET",
  });
}
