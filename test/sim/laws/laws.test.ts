import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { laws } from "../../../src/sim/laws/laws.ts";

const readme = await Bun.file(join(import.meta.dir, "..", "..", "..", "README.md")).text();

describe("the list of laws", () => {
  test("is in the order of its numbers, each once", () => {
    const numbers = laws.map(({ number }): number => number);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  test("is what the README tells of them", () => {
    const rows = [...readme.matchAll(/^\| (\d+) (\w+) +\| (.+?) +\|$/gm)];
    expect(rows.map(([, number, name, says]) => ({ number: Number(number), name, says }))).toEqual(
      laws.map(({ number, name, says }) => ({ number, name, says })),
    );
  });
});
