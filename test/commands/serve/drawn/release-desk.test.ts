import { expect, test } from "bun:test";
import { releaseDesk } from "../../../../src/commands/serve/drawn/release-desk.ts";

/** A clock whose time passes when it is told to. */
function handClock() {
  let now = 0;
  let timers: { readonly due: number; readonly ring: () => void }[] = [];
  return {
    nowMs: () => now,
    nextTurn: (callback: () => void) => callback(),
    until: (due: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        timers.push({ due, ring: resolve });
      }),
    async pass(ms: number) {
      now += ms;
      const due = timers.filter((timer) => timer.due <= now);
      timers = timers.filter((timer) => timer.due > now);
      for (const { ring } of due) ring();
      await settled();
    },
  };
}

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

function deskOf(ranks: readonly number[]) {
  const clock = handClock();
  const desk = releaseDesk(clock, (call) => ranks[call] ?? 0);
  const begun: number[] = [];
  const arrive = (call: number) => {
    const step = { call, address: null, kind: "response", index: 0, delayMs: 0 } as const;
    void desk.before(step, new AbortController().signal)?.then(() => begun.push(call));
  };
  return { clock, desk, begun, arrive };
}

test("requests that come together begin by rank, the next rank when the lower one has ended", async () => {
  const { clock, desk, begun, arrive } = deskOf([1, 0, 2]);
  for (const call of [0, 1, 2]) arrive(call);
  await settled();
  expect(begun).toEqual([]);
  await clock.pass(25);
  expect(begun).toEqual([1]);
  desk.observe({ call: 1, address: null, type: "ended", fault: null });
  await settled();
  expect(begun).toEqual([1, 0]);
  await clock.pass(250);
  expect(begun).toEqual([1, 0, 2]);
});

test("one that comes alone waits for the window, and for nobody after it", async () => {
  const { clock, begun, arrive } = deskOf([2, 0]);
  arrive(0);
  await clock.pass(25);
  expect(begun).toEqual([0]);
  arrive(1);
  await clock.pass(25);
  expect(begun).toEqual([0, 1]);
});
