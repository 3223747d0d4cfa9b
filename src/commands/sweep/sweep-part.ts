import { createHash } from "node:crypto";
import type { CourseTally } from "../../reports/sim/course.ts";
import type { CoverageTally } from "../../sim/coverage/coverage-tally.ts";
import type { Job, Worked } from "../../sim/explore-job.ts";

/** A part of a sweep, as it stands in the queue. */
export interface SweepPart {
  /** The same for the same part of the same sweep, whoever puts it there. */
  readonly id: string;
  /** The scenario's file, from the folder that the commands are started in. */
  readonly file: string;
  /** Of the file as the sweep has it: a worker with another one must not count. */
  readonly fileHash: string;
  readonly job: Omit<Job, "file" | "seeds"> & { readonly first: number; readonly count: number };
}

/** What is to be swept of one scenario. */
export interface SweepWork {
  readonly file: string;
  readonly fileHash: string;
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** Parts a sweep into ranges of seeds. The scenarios take turns, so that all of them are seen early. */
export function partsOfSweep(
  work: readonly SweepWork[],
  options: Pick<Job, "swarm" | "wire" | "strategy"> & { readonly size: number },
): readonly { readonly index: number; readonly part: SweepPart }[] {
  const { size, swarm, wire, strategy } = options;
  const rounds = Math.max(0, ...work.map(({ count }) => Math.ceil(count / size)));
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    work.flatMap(({ file, fileHash, name, first, count }, index) => {
      const done = round * size;
      if (done >= count) return [];
      const job = {
        name,
        first: first + done,
        count: Math.min(size, count - done),
        swarm,
        bail: false,
        wire,
        server: null,
        strategy,
        // Machines share no folder, and the parts of a sweep must be the same on each.
        prefixes: null,
      };
      const id = hashOfPart(JSON.stringify([file, fileHash, job]));
      return [{ index, part: { id, file, fileHash, job } }];
    }),
  );
}

/** Enough to tell all parts of all sweeps apart; without `:`, which the queue takes for its own. */
export const hashOfPart = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);

/** A tally as JSON. */
export function packWorked({ tally, durationMs }: Worked): string {
  const coverage = { ...tally.coverage, classes: [...tally.coverage.classes] };
  const course = { ...tally.course, ranges: [...tally.course.ranges] };
  const packed = { ...tally, logs: [...tally.logs], coverage, course };
  return JSON.stringify({ tally: packed, durationMs });
}

export function unpackWorked(text: string): Worked {
  const { tally, durationMs } = JSON.parse(text) as {
    readonly tally: Omit<Worked["tally"], "logs" | "coverage" | "course"> & {
      readonly logs: readonly string[];
      readonly coverage: Packed<CoverageTally, "classes">;
      readonly course: Packed<CourseTally, "ranges">;
    };
    readonly durationMs: number;
  };
  const logs = new Set(tally.logs);
  const coverage = { ...tally.coverage, classes: new Map(tally.coverage.classes) };
  const course = { ...tally.course, ranges: new Map(tally.course.ranges) };
  return { tally: { ...tally, logs, coverage, course } as Worked["tally"], durationMs };
}

/** With a map as a list of its entries, since JSON knows no maps. */
type Packed<Whole, Member extends keyof Whole> = Omit<Whole, Member> & {
  readonly [Name in Member]: Whole[Name] extends Map<infer Key, infer Value>
    ? readonly (readonly [Key, Value])[]
    : never;
};
