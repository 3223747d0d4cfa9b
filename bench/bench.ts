import { parseArgs } from "node:util";
import { abortRows } from "./abort-rows.ts";
import { agentRows } from "./agent-rows.ts";
import { benchReport, isMissed, type MeasuredSuite } from "./bench-report.ts";
import { companionRows } from "./companion-rows.ts";
import { contextRows } from "./context-rows.ts";
import { deltaRows } from "./delta-rows.ts";
import { durableRows } from "./durable-rows.ts";
import { firstWordRows } from "./first-word-rows.ts";
import { fleetRows } from "./fleet-rows.ts";
import { growthRows } from "./growth-rows.ts";
import { mockRows } from "./mock-rows.ts";
import { describeFloor, reaches } from "./floor.ts";
import { inFull, inShort } from "./rounds.ts";
import type { Row } from "./row.ts";
import { schedulerRows } from "./scheduler-rows.ts";
import { startRows } from "./start-rows.ts";
import { sweepRows } from "./sweep-rows.ts";
import { table } from "./table.ts";
import { ticketRows } from "./ticket-rows.ts";
import { versions } from "./versions.ts";
import { virtualRows } from "./virtual-rows.ts";

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
  fleet: {
    title: "Whole runs a second through the SDK and the mock: ours over the calls alone",
    measure: fleetRows,
  },
  agents: {
    title: "A schedule of an agent: ours over the same program against a stub, without a scheduler",
    measure: agentRows,
  },
  scheduler: {
    title: "Schedules a second of the bare scheduler: ours over fast-check's",
    measure: schedulerRows,
  },
  virtual: {
    title: "Virtual seconds a second: a simulation over the SDK under fake timers",
    measure: virtualRows,
  },
  killed: {
    title: "A run's companion that is killed and resumed: over the run itself",
    measure: companionRows,
  },
  durable: {
    title: "Events a second that are on the disk: our log over SQLite, an event a transaction",
    measure: durableRows,
  },
  growth: {
    title: "A part of something large: over a part of something ten times smaller",
    measure: growthRows,
  },
  abort: {
    title:
      "An abort in the middle of a stream, until all of it has ended: ours over what is allowed",
    measure: abortRows,
  },
  start: {
    title: "What starting costs the processor: ours over Bun that does nothing",
    measure: startRows,
  },
  words: {
    title: "Until a command says its first word: ours over what is allowed",
    measure: firstWordRows,
  },
  context: {
    title: "A whole command on a long session: ours over what is allowed",
    measure: contextRows,
  },
  mock: { title: "Requests a second: our mock over others", measure: mockRows },
  sweep: {
    title: "How long a search takes: over a Redis, over threads alone",
    measure: sweepRows,
  },
} as const;

type Suite = keyof typeof suites;
const names = Object.keys(suites) as Suite[];

const usage = `Usage: bun run bench [SUITE...] [--short] [--json FILE]

SUITE is one of ${names.join(", ")}; without one all are run.
--short runs a few rounds of each, to see that they run: nothing is demanded of their ratios.
--json writes the rows into a file, with the versions of what was compared.
`;

function wordsOf(words: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { short: { type: "boolean" }, json: { type: "string" }, help: { type: "boolean" } },
    });
    const unknown = positionals.filter((name) => !Object.hasOwn(suites, name));
    return { ...values, wanted: positionals, problem: unknown.map(noSuite).join("") };
  } catch (error) {
    return { wanted: [], problem: `${(error as Error).message}\n` };
  }
}

const noSuite = (name: string): string => `There is no benchmark ${name}.\n`;

const { wanted, problem, short = false, json, help = false } = wordsOf(process.argv.slice(2));
if (problem !== "" || help) {
  process[problem === "" ? "stdout" : "stderr"].write(`${problem}${usage}`);
  process.exit(problem === "" ? 0 : 2);
}

const compared = await versions();
process.stdout.write(
  `${Object.entries(compared)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ")}\n\n`,
);
const measured: MeasuredSuite[] = [];
for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { title, measure } = suites[name];
  const rows: Row[] = [];
  await measure((row) => void rows.push(row), short ? inShort : inFull);
  measured.push({ name, title, rows });
  const header = ["", "ours", "peer", "min", "median", "max", "floor", ""];
  process.stdout.write(`${title}\n\n${table(header, rows.map(cellsOf))}\n\n`);
}
if (json !== undefined)
  await Bun.write(json, `${JSON.stringify(benchReport(measured, compared), null, 2)}\n`);
const missed = measured.flatMap(({ rows }) => rows).filter(isMissed).length;
process.stdout.write(missed === 0 ? "All floors are reached.\n" : `${missed} floors are missed.\n`);
process.exitCode = missed === 0 || short ? 0 : 1;

function cellsOf({ name, ours, peer, ratio, floor }: Row): readonly string[] {
  const { min, median, max } = ratio;
  const ratios = [min, median, max].map((value) => value.toFixed(2));
  const verdict = floor === null ? ["", ""] : [describeFloor(floor), verdictOf(floor, ratio)];
  return [name, ours, peer, ...ratios, ...verdict];
}

function verdictOf(floor: NonNullable<Row["floor"]>, ratio: Row["ratio"]): string {
  return reaches(floor, ratio) ? "PASS" : "FAIL";
}
