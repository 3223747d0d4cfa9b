import { expect, test } from "bun:test";
import fc from "fast-check";
import { drawFaults, fixedFaults } from "../../../../src/commands/serve/drawn/draw-faults.ts";
import { nameOfServedTry } from "../../../../src/commands/serve/drawn/served-fault.ts";
import {
  decodeServeReplay,
  encodeServeReplay,
} from "../../../../src/commands/serve/drawn/serve-replay-code.ts";

const place = fc.record({
  test: fc.option(fc.string()),
  reply: fc.constantFrom("reply 1", "reply 2", "reply 3"),
  round: fc.integer({ min: 1, max: 3 }),
  try: fc.integer({ min: 1, max: 4 }),
});
const seed = fc.nat(5_000);

test("what happens to a try follows from the seed and its name, in whatever order requests come", () => {
  fc.assert(
    fc.property(seed, fc.array(place, { maxLength: 8 }), (drawn, places) => {
      const of = drawFaults(drawn, "all");
      const forward = places.map(of);
      expect(places.toReversed().map(drawFaults(drawn, "all")).toReversed()).toEqual(forward);
      const again = fixedFaults(forward.flat());
      for (const one of places) expect(again(one)).toEqual(expect.arrayContaining([...of(one)]));
    }),
  );
});

test("a client of the usual two retries gets its reply, and without faults only time is drawn", () => {
  fc.assert(
    fc.property(seed, place, (drawn, one) => {
      const types = drawFaults(drawn, "all")(one).map(({ type }) => type);
      if (one.try > 2) expect(types).not.toContain("reply");
      expect(drawFaults(drawn, "none")(one).map(({ type }) => type)).not.toContain("reply");
    }),
  );
});

test("a code holds all of it, and no part of one is taken for a whole", () => {
  fc.assert(
    fc.property(seed, fc.array(place, { minLength: 1, maxLength: 4 }), (drawn, places) => {
      const faults = places.flatMap(drawFaults(drawn, "all"));
      const code = encodeServeReplay(faults);
      expect(decodeServeReplay(code)).toEqual(faults);
      expect(decodeServeReplay(code.slice(0, -2))).toBeNull();
    }),
  );
  expect(nameOfServedTry({ test: "a", reply: "reply 2", round: 3, try: 1 })).toBe(
    "a: reply 2, time 3, try 1",
  );
});
