/** How a search went on, by ranges of its seeds: the same whoever ran which seeds, and in whatever order. */
export interface CourseReport {
  /** A power of two; ranges begin at its multiples. */
  readonly seedsPerRange: number;
  /** In the order of seeds; a range without a schedule is left out. */
  readonly ranges: readonly CourseRange[];
}

interface CourseRange {
  /** Its first seed. */
  readonly from: number;
  readonly schedules: number;
  /** How many of them failed. */
  readonly failing: number;
}

/** A course that grows. Data that can be sent between threads. */
export interface CourseTally {
  seedsPerRange: number;
  /** By what their first seeds are multiples of. */
  readonly ranges: Map<number, Omit<CourseRange, "from">>;
}

/** From here on ranges are joined two by two. */
const rangesMax = 128;

export const emptyCourse = (): CourseTally => ({ seedsPerRange: 1, ranges: new Map() });

/** Adds what the schedules of a range came to; a single seed is one, too. */
export function addRange(
  course: CourseTally,
  { from, schedules, failing }: CourseRange,
  seedsPerRange = 1,
): void {
  while (course.seedsPerRange < seedsPerRange) double(course);
  const isNew = add(course, Math.floor(from / course.seedsPerRange), { schedules, failing });
  if (isNew) while (spanOf(course) > rangesMax) double(course);
}

/** Says whether it is the first that came into this range. */
function add(
  { ranges }: CourseTally,
  index: number,
  { schedules, failing }: Omit<CourseRange, "from">,
): boolean {
  const own = ranges.get(index);
  ranges.set(index, {
    schedules: (own?.schedules ?? 0) + schedules,
    failing: (own?.failing ?? 0) + failing,
  });
  return own === undefined;
}

export function addCourse(course: CourseTally, part: CourseTally): void {
  for (const range of courseReport(part).ranges) addRange(course, range, part.seedsPerRange);
}

function spanOf({ ranges }: CourseTally): number {
  const indexes = [...ranges.keys()];
  return Math.max(...indexes) - Math.min(...indexes) + 1;
}

function double(course: CourseTally): void {
  const before = [...course.ranges];
  course.seedsPerRange *= 2;
  course.ranges.clear();
  for (const [index, own] of before) add(course, Math.floor(index / 2), own);
}

export const courseReport = ({ seedsPerRange, ranges }: CourseTally): CourseReport => ({
  seedsPerRange,
  ranges: [...ranges]
    .toSorted(([a], [b]) => a - b)
    .map(([index, own]) => ({ from: index * seedsPerRange, ...own })),
});

/** Of several machines or scenarios together; `null` where a report of before there were courses is among them. */
export function coursesTogether(courses: readonly (CourseReport | null)[]): CourseReport | null {
  const sum = emptyCourse();
  for (const course of courses) {
    if (course === null) return null;
    for (const range of course.ranges) addRange(sum, range, course.seedsPerRange);
  }
  return courseReport(sum);
}
