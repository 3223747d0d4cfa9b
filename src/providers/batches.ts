import type { ProviderEvent } from "../ports.ts";

type Batch = readonly ProviderEvent[];

/**
 * Turns what a pump pushes into batches: what one turn of the event loop brought, with one promise a
 * batch and nothing for each event. The first `completed` or `failed` is the last event, and goes out at
 * once; what the pump pushes after it is dropped. An abort ends the iteration at once as well, whether or
 * not the pump lets go. `pump` must not reject. One reader, which waits for each batch before the next; an
 * async generator would do the same with three promises a batch.
 */
export function batches(
  pump: (push: (event: ProviderEvent) => void, signal: AbortSignal) => Promise<void>,
  nextTurn: (callback: () => void) => void,
  signal: AbortSignal,
): AsyncIterableIterator<Batch, void, undefined> {
  const request = new AbortController();
  let batch: ProviderEvent[] = [];
  let isFlushScheduled = false;
  let isReady = false;
  let isBegun = false;
  let isOver = false;
  let hasPumped = false;
  let wake: ((result: IteratorResult<Batch, void>) => void) | null = null;

  const take = (): IteratorResult<Batch, void> => {
    isReady = false;
    const value = batch;
    batch = [];
    return { done: false, value };
  };
  const flush = () => {
    isFlushScheduled = false;
    if (batch.length === 0) return;
    isReady = true;
    if (wake === null) return;
    const resolve = wake;
    wake = null;
    resolve(take());
  };
  const push = (event: ProviderEvent) => {
    if (isOver) return;
    batch.push(event);
    if (event.type === "completed" || event.type === "failed") {
      isOver = true;
      flush();
    } else if (!isFlushScheduled) {
      isFlushScheduled = true;
      nextTurn(flush);
    }
  };
  const cancel = () => {
    push({ type: "failed", failure: { code: "cancelled", message: "The call was cancelled." } });
    request.abort(signal.reason);
  };
  const begin = () => {
    isBegun = true;
    if (signal.aborted) return cancel();
    signal.addEventListener("abort", cancel, { once: true });
    void pump(push, request.signal).then(() => (hasPumped = true));
  };
  /** Also where the reader stops early: nobody else would close the socket. */
  const end = () => {
    const isComplete = isOver && batch.length === 0;
    isOver = true;
    signal.removeEventListener("abort", cancel);
    // A body mostly closes right after its last event; an abort there would cost more than the wait.
    if (!isComplete) request.abort();
    else if (!hasPumped) nextTurn(() => nextTurn(() => hasPumped || request.abort()));
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      if (!isBegun) begin();
      if (isReady) return Promise.resolve(take());
      if (isOver) {
        end();
        return Promise.resolve({ done: true, value: undefined });
      }
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
}
