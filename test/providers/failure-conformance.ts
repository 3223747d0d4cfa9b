import { describe, expect, test } from "bun:test";
import type { FailureCode } from "../../src/core/failure.ts";
import { replyOf } from "../mock-provider/reply-of.ts";
import { collect, text, write, type OpenFixture } from "./provider-fixture.ts";

/** What an edge makes of everything that goes wrong on the other side. */
export function failureConformance(name: string, open: OpenFixture): void {
  describe(`${name}: a failure`, () => {
    test.each<[number, FailureCode]>([
      [400, "invalid-request"],
      [401, "authentication"],
      [403, "permission"],
      [404, "not-found"],
      [413, "too-large"],
      [429, "rate-limited"],
      [500, "server-error"],
      [529, "overloaded"],
    ])("of status %d is `%s`, and is sent once", async (status, code) => {
      const { call, source } = open(replyOf([text("x")]), {
        type: "status",
        status,
        retryAfterMs: null,
        shouldRetry: null,
      });
      const { events } = await collect(call());
      expect(events).toMatchObject([{ type: "failed", failure: { code } }]);
      expect(source.requests).toHaveLength(1);
    });

    test("carries how long to wait, and whether to try again", async () => {
      const { call } = open(replyOf([]), {
        type: "status",
        status: 429,
        retryAfterMs: 1_250,
        shouldRetry: false,
      });
      expect((await collect(call())).last).toMatchObject({
        failure: { code: "rate-limited", retryAfterMs: 1_250, shouldRetry: false },
      });
    });

    test("to connect is `connection-failed`", async () => {
      const { call } = open(replyOf([]), { type: "connection-refused" });
      const { events } = await collect(call());
      expect(events).toMatchObject([{ type: "failed", failure: { code: "connection-failed" } }]);
    });

    const afterEvents = [0, 1, 2, 4, 7];
    const midway: readonly (readonly ["cut" | "reset" | "error-event", FailureCode])[] = [
      ["cut", "stream-cut"],
      ["reset", "connection-failed"],
      ["error-event", "overloaded"],
    ];
    test("by a cut behind the reply's end takes nothing from it, where the wire tells the end twice", async () => {
      const { call, observer, traits } = open(replyOf([text("Hello, world"), write("a")]), {
        type: "cut",
        afterEvents: 1_000,
      });
      const { deltas, last } = await collect(call());
      expect(last).toMatchObject(
        traits.end === "twice"
          ? { type: "completed", stopReason: "tool-use" }
          : { type: "failed", failure: { code: "stream-cut" } },
      );
      expect(deltas).toEqual(observer.deltas());
    });

    for (const [type, code] of midway) {
      test.each(afterEvents)(
        `by a ${type} after %d events is \`${code}\`, with all that was sent before it`,
        async (after) => {
          for (const chunking of [
            { type: "events" },
            { type: "bytes", sizes: [1] },
            { type: "bytes", sizes: [64] },
          ] as const) {
            const reply = replyOf([text("Hello, world"), write("a")], { chunking });
            const { call, observer } = open(reply, { type, afterEvents: after });
            const { deltas, last } = await collect(call());
            expect(last).toMatchObject({ type: "failed", failure: { code } });
            expect(deltas).toEqual(observer.deltas());
            for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
            // What comes behind an error is not waited for.
            expect(["ended", "aborted"]).toContain(observer.types().at(-1)!);
          }
        },
      );
    }
  });
}
