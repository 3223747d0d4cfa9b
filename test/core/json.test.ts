import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalJson, hashOf } from "../../src/core/json.ts";

describe("the hash of a payload", () => {
  test("does not depend on the order of keys, at any depth", () => {
    expect(hashOf({ a: 1, b: { c: [{ d: 1, e: 2 }] } })).toBe(
      hashOf({ b: { c: [{ e: 2, d: 1 }] }, a: 1 }),
    );
  });

  test("depends on the order of a list, on types and on names", () => {
    const values = [{ a: [1, 2] }, { a: [2, 1] }, { a: ["1", 2] }, { b: [1, 2] }, { a: null }, {}];
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });

  test("leaves out members that are undefined, as JSON does", () => {
    expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }));
  });

  test("is SHA-256 in hexadecimal", () => {
    expect(hashOf({})).toBe("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  });

  test("is the same for a value and for what comes back from its JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(hashOf(JSON.parse(JSON.stringify(value)))).toBe(hashOf(value));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

test("canonical JSON is JSON with its keys sorted", () => {
  expect(canonicalJson({ b: [{ z: 1, y: null }], a: "x" })).toBe(
    '{"a":"x","b":[{"y":null,"z":1}]}',
  );
});
