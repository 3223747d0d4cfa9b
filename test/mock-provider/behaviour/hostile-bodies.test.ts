import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Json } from "../../../src/core/json.ts";
import { pathsIn, valueAt, verdictOn, wholeBodies, withValue } from "../whole-bodies.ts";

/** What breaks code that takes a member for what it should be. */
const odd: readonly Json[] = [
  { toString: 1 },
  { length: -1 },
  { type: { toString: 1 } },
  [{ toString: 1 }],
  [],
  {},
  null,
  true,
  0,
  -1.5,
  1e300,
  "",
  "constructor",
  "__proto__",
];

const oddValue = fc.oneof(
  fc.constantFrom(...odd),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
);

describe.each(wholeBodies)("$path", ({ path, body, free }) => {
  const paths = pathsIn(body);
  const isFree = (member: string): boolean => free.some((prefix) => member.startsWith(prefix));

  const mustBeWell = async (text: string): Promise<void> => {
    const { status, message } = await verdictOn(path, text);
    if (status === 200) return;
    expect(status).toBeWithin(400, 500);
    expect(message).toEqual(expect.any(String));
    expect(message).not.toContain("[object Object]");
  };

  test("a body that says all that can be said is taken", async () => {
    expect(await verdictOn(path, JSON.stringify(body))).toEqual({ status: 200, message: null });
  });

  test("an object in place of a text, a number or a flag is refused", async () => {
    const taken: string[] = [];
    for (const member of paths) {
      const value = valueAt(body, member);
      if (isFree(member) || (typeof value === "object" && value !== null)) continue;
      const changed = JSON.stringify(withValue(body, member, { toString: 1 }));
      if ((await verdictOn(path, changed)).status !== 400) taken.push(member);
    }
    expect(taken).toEqual([]);
  });

  test("a number or a flag in place of a text, an object or a list is refused", async () => {
    const taken: string[] = [];
    for (const member of paths) {
      const value = valueAt(body, member);
      if (isFree(member) || typeof value === "number" || typeof value === "boolean") continue;
      for (const other of [9, true]) {
        const changed = JSON.stringify(withValue(body, member, other));
        if ((await verdictOn(path, changed)).status !== 400) taken.push(`${member}: ${other}`);
      }
    }
    expect(taken).toEqual([]);
  });

  test("any odd value in any place is answered, with 200 or with a well-formed 4xx", async () => {
    for (const member of paths)
      for (const value of odd) await mustBeWell(JSON.stringify(withValue(body, member, value)));
  });

  test("and so is any value, in any two places", async () => {
    const place = fc.constantFrom(...paths);
    await fc.assert(
      fc.asyncProperty(place, oddValue, place, oddValue, async (one, first, two, second) => {
        const once = withValue(body, one, first);
        const isThere = pathsIn(once).includes(two);
        await mustBeWell(JSON.stringify(isThere ? withValue(once, two, second) : once));
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
  });

  test.each([1_025, 20_000, 300_000])(
    "%i levels are refused, wherever they are",
    async (levels) => {
      const deep = '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
      const mark = '"here"';
      for (const member of ["model", "temperature", "tools", "metadata", "unknown"]) {
        const text = JSON.stringify(withValue(body, member, "here")).replace(mark, deep);
        const { status, message } = await verdictOn(path, text);
        expect(status).toBe(400);
        expect(message).toEqual(expect.any(String));
      }
    },
  );
});
