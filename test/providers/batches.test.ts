import { expect, test } from "bun:test";
import { batches } from "../../src/providers/batches.ts";
import type { ProviderEvent } from "../../src/ports.ts";

const delta = (text: string): ProviderEvent => ({
  type: "delta",
  delta: { type: "text", block: 0, text },
});
const completed: ProviderEvent = { type: "completed", stopReason: "end-turn" };

/** A loop whose turns end when the test says so. */
function manualLoop() {
  const callbacks: (() => void)[] = [];
  return {
    scheduled: () => callbacks.length,
    nextTurn: (callback: () => void) => void callbacks.push(callback),
    endTurn: () => callbacks.splice(0).forEach((callback) => callback()),
  };
}

test("what one turn brought is one batch, and one callback", async () => {
  const loop = manualLoop();
  const pushed = Promise.withResolvers<(event: ProviderEvent) => void>();
  const calls = batches(
    async (push) => pushed.resolve(push),
    loop.nextTurn,
    new AbortController().signal,
  );
  const first = calls.next();
  const push = await pushed.promise;
  push(delta("a"));
  push(delta("b"));
  expect(loop.scheduled()).toBe(1);
  loop.endTurn();
  expect((await first).value).toEqual([delta("a"), delta("b")]);

  const second = calls.next();
  push(delta("c"));
  loop.endTurn();
  expect((await second).value).toEqual([delta("c")]);
});

test("an end goes out at once, and what comes after it is dropped", async () => {
  const loop = manualLoop();
  const calls = batches(
    async (push) => [delta("a"), completed, delta("late"), completed].forEach(push),
    loop.nextTurn,
    new AbortController().signal,
  );
  expect((await calls.next()).value).toEqual([delta("a"), completed]);
  loop.endTurn();
  expect((await calls.next()).done).toBe(true);
});

test("a reader that is slow misses nothing", async () => {
  const loop = manualLoop();
  const pushed = Promise.withResolvers<(event: ProviderEvent) => void>();
  const calls = batches(
    async (push) => pushed.resolve(push),
    loop.nextTurn,
    new AbortController().signal,
  );
  const first = calls.next();
  const push = await pushed.promise;
  push(delta("a"));
  loop.endTurn();
  await first;
  push(delta("b"));
  loop.endTurn();
  push(delta("c"));
  loop.endTurn();
  push(completed);
  expect((await calls.next()).value).toEqual([delta("b"), delta("c"), completed]);
  expect((await calls.next()).done).toBe(true);
});

test("an abort ends the iteration even where the pump never lets go", async () => {
  const abort = new AbortController();
  const calls = batches(
    () => new Promise(() => {}),
    () => {},
    abort.signal,
  );
  const first = calls.next();
  abort.abort();
  expect((await first).value).toMatchObject([{ type: "failed", failure: { code: "cancelled" } }]);
  expect((await calls.next()).done).toBe(true);
});

test("a reader that stops early aborts the pump's request", async () => {
  const requests: AbortSignal[] = [];
  const calls = batches(
    async (push, signal) => {
      requests.push(signal);
      push(delta("a"));
    },
    (callback) => callback(),
    new AbortController().signal,
  );
  for await (const _batch of calls) break;
  expect(requests.map(({ aborted }) => aborted)).toEqual([true]);
});

test("an abort after the end changes nothing", async () => {
  const abort = new AbortController();
  const calls = batches(
    async (push) => push(completed),
    () => {},
    abort.signal,
  );
  expect((await calls.next()).value).toEqual([completed]);
  abort.abort();
  expect((await calls.next()).done).toBe(true);
});
