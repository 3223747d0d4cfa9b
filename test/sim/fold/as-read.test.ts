import { expect, test } from "bun:test";
import fc from "fast-check";
import { asRead } from "../../../src/sim/fold/as-read.ts";

const throughText = (value: unknown): unknown => {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
};

/** Whatever a mistake could put into an event, and what JSON has no words for. */
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withSparseArray: true,
});

test("is what JSON brings back, member by member in their order", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), anything), (value) => {
      const read = asRead(value);
      expect(read).toStrictEqual(throughText(value));
      expect(JSON.stringify(read)).toBe(JSON.stringify(throughText(value)));
    }),
    { numRuns: 200 },
  );
});

test("takes over no object, has no -0, and no member that is undefined", () => {
  const event = { unit: { turn: 1 }, deltas: [{ text: "a" }], gone: undefined, count: -0 };
  const read = asRead(event);
  expect(read.unit).not.toBe(event.unit);
  expect(read.deltas[0]).not.toBe(event.deltas[0]);
  expect(Object.keys(read)).toEqual(["unit", "deltas", "count"]);
  expect(Object.is(read.count, 0)).toBe(true);
});

test("keeps a member that is called __proto__ a member", () => {
  const event = JSON.parse('{"input":{"__proto__":{"isAdmin":true},"a":1}}') as { input: object };
  expect(Object.keys(asRead(event).input)).toEqual(["__proto__", "a"]);
});
