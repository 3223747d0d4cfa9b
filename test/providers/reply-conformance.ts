import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Delta } from "../../src/core/reply/delta.ts";
import type { SaidPart } from "../../src/mock-provider/reply.ts";
import type { ProviderEvent } from "../../src/ports.ts";
import { replyOf } from "../mock-provider/reply-of.ts";
import { collect, inputOf, text, textOf, write, type OpenFixture } from "./provider-fixture.ts";

/** What an edge makes of replies that come to their end. */
export function replyConformance(name: string, open: OpenFixture): void {
  describe(`${name}: a reply`, () => {
    test("brings its text as deltas, then its usage, then its end", async () => {
      const { call, observer } = open(replyOf([text("Hello, world")]));
      const { deltas, events, last } = await collect(call());
      expect(textOf(deltas)).toBe("Hello, world");
      expect(deltas.length).toBeGreaterThan(1);
      expect(deltas).toEqual(observer.deltas());
      expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
      expect(events.at(-2)?.type).toBe("usage");
    });

    test("brings thoughts, with all that the wire has to say of them", async () => {
      const { call, observer, traits } = open(
        replyOf([
          { type: "thinking", text: "step by step" },
          { type: "redacted-thinking", data: "opaque" },
          text("so"),
        ]),
      );
      const { deltas } = await collect(call());
      expect(deltas).toEqual(observer.deltas());
      const thoughts = deltas.map((delta) => (delta.type === "thinking" ? delta.text : ""));
      expect(thoughts.join("")).toBe("step by step");
      const hidden = deltas.filter(({ type }) => type === "redacted-thinking");
      const signatures = deltas.filter(({ type }) => type === "signature");
      const isSigned = traits.thoughts === "signed";
      expect(signatures).toHaveLength(isSigned ? 1 : 0);
      expect(hidden).toEqual(
        isSigned ? [{ type: "redacted-thinking", block: 1, data: "opaque" }] : [],
      );
    });

    test("brings a tool call in pieces that are its input", async () => {
      const { call } = open(replyOf([text("I write."), write("a.ts")]));
      const { deltas, last } = await collect(call());
      expect(deltas).toContainEqual({
        type: "tool-use",
        block: 1,
        callId: expect.stringMatching(/^[a-z]+_T-1_1_2_1$/),
        tool: "write",
      });
      expect(deltas.filter(({ type }) => type === "tool-input").length).toBeGreaterThan(2);
      expect(JSON.parse(inputOf(deltas, 1))).toEqual({ path: "a.ts", content: "some 😀 content" });
      expect(last).toEqual({ type: "completed", stopReason: "tool-use" });
    });

    test("keeps parallel tool calls apart", async () => {
      const { call } = open(replyOf([write("a"), write("b"), write("c")]));
      const { deltas } = await collect(call());
      const paths = [0, 1, 2].map((block) => JSON.parse(inputOf(deltas, block)).path);
      expect(paths).toEqual(["a", "b", "c"]);
      const calls = deltas.filter((delta) => delta.type === "tool-use");
      expect(new Set(calls.map(({ callId }) => callId)).size).toBe(3);
    });

    test("reports usage as totals, never as what was added", async () => {
      const usage = {
        inputTokens: 11,
        outputTokens: 70,
        thinkingTokens: 30,
        cacheReadTokens: 5,
        cacheWriteTokens: 3,
      };
      const { call, observer } = open(
        replyOf([{ type: "thinking", text: "hm" }, text("Hi")], { usage }),
      );
      const { events } = await collect(call());
      const usages = events.flatMap((event) => (event.type === "usage" ? [event.usage] : []));
      expect(usages).toEqual([...observer.usages()]);
      expect(usages.at(-1)).toEqual(usage);
    });

    test("is whole when its bytes come one by one, in the middle of characters too", async () => {
      const words = "naïve 👩‍👩‍👧 — 日本語\r\n\u2028 end";
      const { call, observer } = open(
        replyOf([text(words), write("😀.ts")], {
          chunking: { type: "bytes", sizes: [1] },
          deltaCharacters: 3,
        }),
      );
      const { deltas, last } = await collect(call());
      expect(textOf(deltas)).toBe(words);
      expect(deltas).toEqual(observer.deltas());
      expect(last?.type).toBe("completed");
    });

    test("ends once, with its last event, and nothing comes after", async () => {
      const { call } = open(replyOf([text("Hello")]));
      const { events } = await collect(call());
      const ends = events.filter(({ type }) => type === "completed" || type === "failed");
      expect(ends).toEqual([events.at(-1)] as ProviderEvent[]);
    });

    test("that says nothing is complete as well", async () => {
      const { call } = open(replyOf([]));
      const { deltas, last } = await collect(call());
      expect(deltas).toEqual([]);
      expect(last).toEqual({ type: "completed", stopReason: "end-turn" });
    });

    test.each(["max-tokens", "refusal"] as const)("says that it stopped by %s", async (type) => {
      const { call } = open(replyOf([text("Hello"), text("world")]), { type });
      expect((await collect(call())).last).toEqual({ type: "completed", stopReason: type });
    });

    test("with broken JSON is passed on as it is", async () => {
      const { call } = open(replyOf([write("a")]), { type: "malformed-json" });
      const { deltas, last } = await collect(call());
      expect(() => JSON.parse(inputOf(deltas, 0))).toThrow();
      expect(last).toEqual({ type: "completed", stopReason: "tool-use" });
    });

    test("comes in batches, far fewer than its deltas", async () => {
      const { call } = open(replyOf([text("word ".repeat(400))]));
      const { batches, deltas } = await collect(call());
      expect(deltas).toHaveLength(500);
      expect(batches.length).toBeLessThan(50);
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    });

    test("is the same for any script and any cut, delta by delta", async () => {
      const part = fc.oneof(
        fc.string({ unit: "binary" }).map(text),
        fc.string({ unit: "grapheme" }).map((words): SaidPart => ({
          type: "thinking",
          text: words,
        })),
        fc.jsonValue().map((value) => ({ type: "json", value }) as SaidPart),
        fc
          .dictionary(fc.string(), fc.string({ unit: "grapheme" }), { maxKeys: 3 })
          .map((input): SaidPart => ({ type: "tool-use", tool: "write", input, callId: null })),
      );
      const cuts = fc.oneof(
        fc.constant({ type: "events" } as const),
        fc
          .array(fc.integer({ min: 1, max: 300 }), { maxLength: 4 })
          .map((sizes) => ({ type: "bytes", sizes }) as const),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(part, { maxLength: 4 }),
          cuts,
          fc.integer({ min: 1, max: 40 }),
          async (parts, chunking, deltaCharacters) => {
            const reply = replyOf(parts, { chunking, deltaCharacters });
            const { call, observer, traits } = open(reply);
            const { deltas, last } = await collect(call());
            expect(last?.type).toBe("completed");
            expect(deltas).toEqual(observer.deltas());
            expect(textOf(deltas)).toBe(parts.map(spoken).join(""));
            expect(inputsOf(deltas)).toEqual(parts.flatMap(called));
            if (traits.blocks === "counted") return;
            parts.forEach((scripted, block) => {
              expect(textOf(deltas, block)).toBe(spoken(scripted));
              expect(called(scripted)).toEqual(
                scripted.type === "tool-use" ? [inputOf(deltas, block)] : [],
              );
            });
          },
        ),
        { numRuns: 60, seed: 1 },
      );
    });
  });
}

/** What a part adds to a reply's text. */
function spoken(part: SaidPart): string {
  if (part.type === "json") return JSON.stringify(part.value);
  return part.type === "text" ? part.text : "";
}

/** The input of the call that a part is. */
const called = (part: SaidPart): readonly string[] =>
  part.type === "tool-use" ? [JSON.stringify(part.input)] : [];

function inputsOf(deltas: readonly Delta[]): readonly string[] {
  const calls = deltas.filter(({ type }) => type === "tool-use");
  return calls.map(({ block }) => inputOf(deltas, block));
}
