import { agentRows } from "./agent-rows.ts";
import { deltaRows } from "./delta-rows.ts";
import { mockRows } from "./mock-rows.ts";
import { describeFloor, reaches } from "./floor.ts";
import type { Row } from "./row.ts";
import { schedulerRows } from "./scheduler-rows.ts";
import { startRows } from "./start-rows.ts";
import { table } from "./table.ts";
import { ticketRows } from "./ticket-rows.ts";

/** Prints what each benchmark reached; ends with 1 where one misses its floor. */

const suites = {
  deltas: {
    title: "Deltas a second, 16 streams of 200 at once: a run, over the SDK read bare",
    measure: deltaRows,
  },
  tickets: {
    title: "A ticket's cost in memory, 16 at once: ours over p-graph's",
    measure: ticketRows,
  },
  agents: {
    title: "A schedule of an agent: ours over the same program against a stub, without a scheduler",
    measure: agentRows,
  },
  scheduler: {
    title: "Schedules a second of the bare scheduler: ours over fast-check's",
    measure: schedulerRows,
  },
  start: {
    title: "What starting costs the processor: ours over Bun that does nothing",
    measure: startRows,
  },
  mock: { title: "Requests a second: our mock over others", measure: mockRows },
} as const;

type Suite = keyof typeof suites;
const names = Object.keys(suites) as Suite[];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(", ")}. There are: ${names.join(", ")}; without a name all are run.\n`,
  );
  process.exit(2);
}

let missed = 0;
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { title, measure } = suites[name];
  const rows: Row[] = [];
  await measure((row) => void rows.push(row));
  missed += rows.filter((row) => row.floor !== null && !reaches(row.floor, row.ratio)).length;
  const header = ["", "ours", "peer", "min", "median", "max", "floor", ""];
  process.stdout.write(`${title}\n\n${table(header, rows.map(cellsOf))}\n\n`);
}
process.stdout.write(missed === 0 ? "All floors are reached.\n" : `${missed} floors are missed.\n`);
process.exitCode = missed === 0 ? 0 : 1;

function cellsOf({ name, ours, peer, ratio, floor }: Row): readonly string[] {
  const { min, median, max } = ratio;
  const ratios = [min, median, max].map((value) => value.toFixed(2));
  const verdict = floor === null ? ["", ""] : [describeFloor(floor), verdictOf(floor, ratio)];
  return [name, ours, peer, ...ratios, ...verdict];
}

function verdictOf(floor: NonNullable<Row["floor"]>, ratio: Row["ratio"]): string {
  return reaches(floor, ratio) ? "PASS" : "FAIL";
}
