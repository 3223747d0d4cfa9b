import { getEventListeners } from "node:events";
import { describe, expect, spyOn, test } from "bun:test";
import { realClock } from "../../src/clock/real-clock.ts";

const neverAborted = () => new AbortController().signal;
const reasonOf = (promise: Promise<void>) =>
  promise.then(
    () => "resolved",
    (reason: unknown) => reason,
  );

describe("the real clock", () => {
  test("resolves a wait for a moment that is past", async () => {
    await realClock.until(realClock.nowMs() - 1, neverAborted());
  });

  test("resolves a wait only once its moment has come", async () => {
    const dueAtMs = realClock.nowMs() + 15;
    await realClock.until(dueAtMs, neverAborted());
    expect(realClock.nowMs()).toBeGreaterThanOrEqual(dueAtMs);
  });

  test("does not let a wait grow when the wall clock is set back", async () => {
    const wait = realClock.until(realClock.nowMs() + 15, neverAborted());
    const wallClock = spyOn(Date, "now").mockReturnValue(realClock.nowMs() - 3_600_000);
    await wait;
    wallClock.mockRestore();
  });

  test("does not let a wait of more than 2^31 ms end at once", async () => {
    const controller = new AbortController();
    const long = reasonOf(realClock.until(realClock.nowMs() + 2 ** 33, controller.signal));
    const short = realClock.until(realClock.nowMs() + 15, neverAborted()).then(() => "short");
    expect(await Promise.race([long, short])).toBe("short");
    controller.abort("enough");
    expect(await long).toBe("enough");
  });

  test("rejects with the signal's reason, before and during the wait", async () => {
    const dueAtMs = realClock.nowMs() + 1_000_000;
    expect(await reasonOf(realClock.until(dueAtMs, AbortSignal.abort("before")))).toBe("before");

    const controller = new AbortController();
    const waiting = reasonOf(realClock.until(dueAtMs, controller.signal));
    controller.abort("during");
    expect(await waiting).toBe("during");
  });

  test("leaves no listener on the signal, whichever way a wait ends", async () => {
    const controller = new AbortController();
    await realClock.until(realClock.nowMs() + 2, controller.signal);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);

    const waiting = reasonOf(realClock.until(realClock.nowMs() + 1_000_000, controller.signal));
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    controller.abort();
    await waiting;
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  test("calls back after the microtasks of this turn", async () => {
    const order: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    realClock.nextTurn(() => {
      order.push("next turn");
      resolve();
    });
    void Promise.resolve().then(() => order.push("microtask"));
    await promise;
    expect(order).toEqual(["microtask", "next turn"]);
  });

  test("keeps the process alive for a wait, and an abort lets it go", async () => {
    const script = (ending: string) => `
      import { realClock } from ${JSON.stringify(`${import.meta.dir}/../../src/clock/real-clock.ts`)};
      const controller = new AbortController();
      realClock.until(realClock.nowMs() + ${ending}, controller.signal)
        .then(() => console.log("waited"), () => console.log("aborted"));
      if (${ending} > 1000) controller.abort();
    `;
    const [waited, aborted] = await Promise.all(
      ["20", "1000000000"].map((ending) =>
        Bun.$`${process.execPath} -e ${script(ending)}`.quiet().text(),
      ),
    );
    expect(waited).toBe("waited\n");
    expect(aborted).toBe("aborted\n");
  });
});
