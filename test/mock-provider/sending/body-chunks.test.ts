import { expect, test } from "bun:test";
import fc from "fast-check";
import { cutBody, type BodyChunk } from "../../../src/mock-provider/sending/body-chunks.ts";
import type { WireEvent } from "../../../src/mock-provider/wire-event.ts";

const event = (text: string): WireEvent => ({ text, deltas: [], usage: null });
const sizesOf = (chunks: readonly BodyChunk[]) => chunks.map(({ bytes }) => bytes.length);
const textOf = (chunks: readonly BodyChunk[]) =>
  Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();

test("an event is a chunk, and a torn one is a last chunk that completes nothing", () => {
  const chunks = cutBody([event("one"), event("two")], "th", { type: "events" });
  expect(sizesOf(chunks)).toEqual([3, 3, 2]);
  expect(chunks.map(({ completes }) => completes.length)).toEqual([1, 1, 0]);
});

test("the last of the sizes repeats", () => {
  const chunks = cutBody([event("0123456789")], "", { type: "bytes", sizes: [1, 4] });
  expect(sizesOf(chunks)).toEqual([1, 4, 4, 1]);
});

test("without sizes all is one chunk", () => {
  expect(sizesOf(cutBody([event("0123"), event("45")], "", { type: "bytes", sizes: [] }))).toEqual([
    6,
  ]);
});

test("an event with a time of its own begins a chunk, whatever the sizes", () => {
  const slow = (text: string): WireEvent => ({ ...event(text), delayMs: 9 });
  const events = [event("01"), slow("2345"), event("6"), slow("78")];
  const cut = (sizes: readonly number[]) =>
    cutBody(events, "9", { type: "bytes", sizes }).map(({ bytes, delayMs }) => [
      Buffer.from(bytes).toString(),
      delayMs,
    ]);
  expect(cut([])).toEqual([
    ["01", undefined],
    ["23456", 9],
    ["789", 9],
  ]);
  expect(cut([3])).toEqual([
    ["01", undefined],
    ["234", 9],
    ["56", undefined],
    ["789", 9],
  ]);
});

test("a cut may fall inside a character", () => {
  const chunks = cutBody([event("a😀")], "", { type: "bytes", sizes: [1] });
  expect(sizesOf(chunks)).toEqual([1, 1, 1, 1, 1]);
  expect(textOf(chunks)).toBe("a😀");
});

test("however a body is cut, it holds all bytes, and each event is complete with its last byte", () => {
  const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { maxLength: 6 });
  const sizes = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 });
  fc.assert(
    fc.property(texts, fc.string(), sizes, (parts, torn, cuts) => {
      const events = parts.map(event);
      const chunks = cutBody(events, torn, { type: "bytes", sizes: cuts });
      expect(textOf(chunks)).toBe(parts.join("") + torn);
      let sent = 0;
      let completed = 0;
      for (const { bytes, completes } of chunks) {
        sent += bytes.length;
        completed += completes.length;
        const whole = events.filter(
          (_, index) => Buffer.byteLength(parts.slice(0, index + 1).join("")) <= sent,
        );
        expect(completed).toBe(whole.length);
      }
      expect(completed).toBe(events.length);
    }),
    { seed: 1 },
  );
});

test("an event is whole without the line ends and the sentinel behind it", () => {
  const events = [event("data: 1\n\n"), event("data: 2\n\ndata: [DONE]\n\n")];
  const chunks = cutBody(events, "", { type: "bytes", sizes: [7, 9, 100] });
  expect(chunks.map(({ completes }) => completes.length)).toEqual([1, 1, 0]);
});
