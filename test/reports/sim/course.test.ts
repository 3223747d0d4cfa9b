import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  addCourse,
  addRange,
  courseReport,
  coursesTogether,
  emptyCourse,
} from "../../../src/reports/sim/course.ts";

const courseOf = (seeds: readonly (readonly [seed: number, failing: number])[]) => {
  const course = emptyCourse();
  for (const [from, failing] of seeds) addRange(course, { from, schedules: 1, failing });
  return course;
};

const drawnSeeds = fc.uniqueArray(fc.tuple(fc.nat(100_000), fc.nat(1)), {
  selector: ([seed]) => seed,
  minLength: 1,
  maxLength: 300,
});

test("a course is the same whoever ran which seeds, and in whatever order", () => {
  fc.assert(
    fc.property(drawnSeeds, fc.nat(300), (seeds, cut) => {
      const whole = courseReport(courseOf(seeds.toSorted(([a], [b]) => a - b)));
      const parts = [courseOf(seeds.slice(cut)), courseOf(seeds.slice(0, cut))];
      const sum = emptyCourse();
      for (const part of parts) addCourse(sum, part);
      expect(courseReport(sum)).toEqual(whole);
      expect(coursesTogether(parts.map(courseReport))).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test("its ranges hold each schedule once, and are few however many there are", () => {
  fc.assert(
    fc.property(drawnSeeds, (seeds) => {
      const { seedsPerRange, ranges } = courseReport(courseOf(seeds));
      expect(ranges.length).toBeLessThanOrEqual(128);
      for (const { from, schedules, failing } of ranges) {
        const own = seeds.filter(([seed]) => seed >= from && seed < from + seedsPerRange);
        expect([schedules, failing]).toEqual([
          own.length,
          own.filter(([, one]) => one === 1).length,
        ]);
      }
    }),
    { numRuns: 60 },
  );
});

test("a report of before courses were kept leaves nothing to join", () => {
  expect(coursesTogether([courseReport(courseOf([[1, 0]])), null])).toBeNull();
});
