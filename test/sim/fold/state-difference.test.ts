import { expect, test } from "bun:test";
import fc from "fast-check";
import { stateDifference } from "../../../src/sim/fold/state-difference.ts";

test("it names the place of the first difference, with what stands there on both sides", () => {
  const folded = { tickets: new Map([["a", { tries: 1, done: ["x"] }]]) };
  const live = { tickets: new Map([["a", { tries: 1, done: ["y"] }]]) };
  expect(stateDifference(folded, live)).toBe('state.tickets.a.done.0: folded "x", live "y"');
});

test("the order of a map, of a set and of members counts", () => {
  const pairs: readonly (readonly [string, number])[] = [
    ["a", 1],
    ["b", 1],
  ];
  const back = pairs.toReversed();
  expect(stateDifference(new Map(pairs), new Map(back))).toBe(
    'state, part 1: folded "a", live "b"',
  );
  expect(stateDifference(new Set(["a", "b"]), new Set(["b", "a"]))).toBe(
    'state, part 1: folded "a", live "b"',
  );
  expect(stateDifference(Object.fromEntries(pairs), Object.fromEntries(back))).not.toBeNull();
});

test("what one side lacks is a difference, and a member that is undefined is none", () => {
  expect(stateDifference({ list: [1, 2] }, { list: [1] })).toBe(
    "state.list: folded has 2 parts, live 1",
  );
  expect(stateDifference({ gone: undefined }, {})).toBeNull();
  expect(stateDifference(null, { run: 1 })).toBe('state: folded null, live {"run":1}');
  expect(stateDifference([], {})).toBe("state: folded [], live {}");
});

test("of values that JSON can hold it finds a difference exactly where their texts differ", () => {
  const leaf = fc.oneof(
    fc.integer({ min: 0, max: 2 }),
    fc.constantFrom("a", "b"),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("x", "y"), tie("value"), { maxKeys: 2, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, value, (folded, live) => {
      const isSame = JSON.stringify(folded) === JSON.stringify(live);
      expect(stateDifference(folded, live) === null).toBe(isSame);
      expect(stateDifference(folded, structuredClone(folded))).toBeNull();
    }),
    { numRuns: 500 },
  );
});
