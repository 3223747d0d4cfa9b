import { describe, expect, test } from "bun:test";
import { heldPacer } from "../mock-provider/held-pacer.ts";
import { replyOf } from "../mock-provider/reply-of.ts";
import { collect, text, type OpenFixture } from "./provider-fixture.ts";

/** How an edge lets go. */
export function abortConformance(name: string, open: OpenFixture): void {
  describe(`${name}: an abort`, () => {
    const cancelled = { type: "failed", failure: { code: "cancelled" } };

    test("midway ends the call at once, and nothing is outstanding", async () => {
      const pacer = heldPacer(({ kind, index }) => kind === "response" || index < 5);
      const { call, observer } = open(replyOf([text("Hello, world")]), null, pacer);
      const abort = new AbortController();
      const outcome = collect(call(abort.signal));
      await pacer.held;
      abort.abort();
      const { deltas, last } = await outcome;
      expect(last).toMatchObject(cancelled);
      expect(deltas).toEqual(observer.deltas());
      expect(deltas.length).toBeGreaterThan(0);
      expect(pacer.waiting()).toBe(0);
      expect(observer.types().at(-1)).toBe("aborted");
    });

    test("before the response ends the call at once", async () => {
      const pacer = heldPacer(() => false);
      const { call, observer } = open(replyOf([text("Hello")]), null, pacer);
      const abort = new AbortController();
      const outcome = collect(call(abort.signal));
      await pacer.held;
      abort.abort();
      expect((await outcome).events).toMatchObject([cancelled]);
      expect(pacer.waiting()).toBe(0);
      // The mock hears of it within the same turn of the event loop, after its own microtasks.
      await new Promise((resolve) => setImmediate(resolve));
      expect(observer.types()).toEqual(["request", "aborted"]);
    });

    test("ends a call whose stream stalls", async () => {
      // By the sixth event every wire has brought some of the text.
      const reply = replyOf([text("Hello, ".repeat(20))]);
      const { call, observer } = open(reply, { type: "stall", afterEvents: 6 });
      const abort = new AbortController();
      const { deltas, last } = await collect(call(abort.signal), () => abort.abort());
      expect(last).toMatchObject(cancelled);
      expect(deltas).toEqual(observer.deltas());
      expect(observer.types().slice(-2)).toEqual(["ended", "aborted"]);
    });

    test("that came before the call sends nothing", async () => {
      const { call, source } = open(replyOf([text("Hello")]));
      const { events } = await collect(call(AbortSignal.abort()));
      expect(events).toMatchObject([cancelled]);
      expect(source.requests).toEqual([]);
    });

    test("of one call leaves another alone", async () => {
      const { call } = open(replyOf([text("Hello")]), null);
      const held = heldPacer(({ kind, index }) => kind === "response" || index < 4);
      const stalled = open(replyOf([text("Hello")]), null, held);
      const abort = new AbortController();
      const aborted = collect(stalled.call(abort.signal));
      const other = collect(call());
      await held.held;
      abort.abort();
      expect((await aborted).last).toMatchObject(cancelled);
      expect((await other).last?.type).toBe("completed");
    });

    test("is not needed where a reader stops early: the connection is closed", async () => {
      const pacer = heldPacer(({ kind, index }) => kind === "response" || index < 5);
      const { call, observer } = open(replyOf([text("Hello, world")]), null, pacer);
      for await (const _batch of call()) break;
      await new Promise((resolve) => setImmediate(resolve));
      expect(pacer.waiting()).toBe(0);
      expect(observer.types().at(-1)).toBe("aborted");
    });
  });
}
