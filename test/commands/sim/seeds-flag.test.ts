import { describe, expect, test } from "bun:test";
import { InvalidArgumentError } from "commander";
import { defaultSeeds, refuseEndless, seedsFlag } from "../../../src/commands/sim/seeds-flag.ts";

describe("--seeds", () => {
  test("takes a number of schedules, or a range with both its ends", () => {
    expect(seedsFlag("200")).toEqual({ first: 0, count: 200, isDrawn: false });
    expect(seedsFlag("1000..1039")).toEqual({ first: 1000, count: 40, isDrawn: false });
    expect(seedsFlag("7..7")).toEqual({ first: 7, count: 1, isDrawn: false });
  });

  test("takes a beginning alone, for a search that ends by its time", () => {
    expect(seedsFlag("1000..")).toEqual({ first: 1000, count: 1, isDrawn: false, isOpen: true });
    expect(seedsFlag("random")).toMatchObject({ isDrawn: true, isOpen: true });
    expect(() => refuseEndless(seedsFlag("1000.."), "--for 10m")).toThrow(/has no end.*--for 10m/);
    for (const seeds of [defaultSeeds, seedsFlag("5"), seedsFlag("random")])
      expect(() => refuseEndless(seeds, null)).not.toThrow();
  });

  test("draws the first by chance, and another the next time", () => {
    const drawn = seedsFlag("random:20");
    expect(drawn).toMatchObject({ count: 20, isDrawn: true });
    const firsts = new Set(Array.from({ length: 20 }, () => seedsFlag("random").first));
    expect(firsts.size).toBeGreaterThan(1);
  });

  test("refuses what is none of these", () => {
    for (const text of ["", "0", "-1", "1.5", "9..3", "random:0", "all", "..5", "9".repeat(30)]) {
      expect(() => seedsFlag(text)).toThrow(InvalidArgumentError);
    }
  });
});
