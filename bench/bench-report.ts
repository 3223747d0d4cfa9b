import { availableParallelism, cpus, release } from "node:os";
import { reaches } from "./floor.ts";
import type { Row } from "./row.ts";

export interface MeasuredSuite {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

export const isMissed = ({ floor, ratio }: Row): boolean =>
  floor !== null && !reaches(floor, ratio);

/** What `--json` writes: every row, and on what it was measured. */
export const benchReport = (
  suites: readonly MeasuredSuite[],
  versions: Readonly<Record<string, string>>,
) => ({
  format: "rehearsal-bench/1",
  at: new Date().toISOString(),
  machine: {
    system: `${process.platform} ${release()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
  },
  versions,
  suites: suites.map(({ rows, ...suite }) => ({
    ...suite,
    rows: rows.map((row) => ({ ...row, isMissed: isMissed(row) })),
  })),
});
