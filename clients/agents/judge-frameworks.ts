/*
 * All that is promised of an agent in a framework, tried and printed as a table: each planted mistake is found within 50
 * seeds, shrunk and replayed in a new process, the right version passes so many seeds, and the same seeds give the same
 * traces in so many processes. It ends with 1 where anything is not so:
 *
 *   bun agents/judge-frameworks.ts                                    all of them, 1,000 seeds and 20 processes: an hour
 *   bun agents/judge-frameworks.ts Mastra --seeds 0..499 --processes 5
 */
import { parseArgs } from "node:util";
import { bareEnvironment, program } from "../serve.ts";
import { frameworks } from "./frameworks.ts";
import type { Rehearsed } from "./rehearse-frameworks.ts";
import { faultsOf, scenarioName, type Version, versions } from "./three-forecasts.ts";

const seedsOfMistakes = 50;
/** Steps out of the default order, and faults, that a shrunk failure may have left. */
const leftMax = 3;
/** Seeds of which traces are compared. */
const traced = "3";
/** Processes at once: two cores are what the smallest machines of a CI have. */
const abreast = 2;

interface Judged {
  readonly what: string;
  readonly holds: boolean;
  readonly says: string;
  readonly ms: number;
}

/** What the JSON report says that is judged here. */
interface Report {
  readonly scenarios: readonly {
    readonly seeds: number;
    readonly passed: boolean;
    readonly failures: readonly {
      readonly seed: number;
      readonly messages: readonly string[];
      readonly deviations: number;
      readonly faults: readonly string[];
      readonly deterministic: boolean;
      readonly code: string;
    }[];
  }[];
}

async function run(...words: readonly string[]) {
  const child = Bun.spawn([process.execPath, ...words], {
    cwd: import.meta.dir,
    env: bareEnvironment(),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  // Frameworks write about each failed request, too: only where nothing came is it of any use.
  if (stdout === "")
    throw new Error(`It ended with ${exitCode} and said:\n${stderr.slice(-2_000)}`);
  return { stdout, exitCode };
}

const scenarios = "forecasts.scenario.ts";

async function sim(framework: string, version: Version, ...flags: readonly string[]) {
  const filter = ["--filter", scenarioName(framework, version), "--faults", faultsOf(version)];
  const { stdout } = await run(program, "sim", scenarios, ...filter, ...flags, "--json");
  const [found, ...more] = (JSON.parse(stdout) as Report).scenarios;
  if (found === undefined || more.length > 0)
    throw new Error(`${framework}, ${version}: one scenario was asked for.`);
  return found;
}

async function judgeMistake(
  framework: string,
  version: Version,
): Promise<Omit<Judged, "what" | "ms">> {
  const seeds = String(seedsOfMistakes);
  const { failures } = await sim(framework, version, "--seeds", seeds, "--bail", "--jobs", "1");
  const [found] = failures;
  if (found === undefined) return { holds: false, says: `not found within ${seeds} seeds` };
  const { seed, messages, deviations, faults, deterministic, code } = found;
  const first = messages[0]!.split("\n")[0]!;
  const replay = await run(program, "sim", scenarios, "--replay", code);
  const isReplayed = replay.exitCode === 1 && replay.stdout.includes(first);
  const left = deviations + faults.length;
  return {
    holds: deterministic && isReplayed && left <= leftMax,
    says: `seed ${seed}, ${deviations} steps and ${faults.length} faults left, ${isReplayed ? "replayed" : "NOT REPLAYED"}: ${first}`,
  };
}

async function judgeRight(
  framework: string,
  version: Version,
  asked: string,
): Promise<Omit<Judged, "what" | "ms">> {
  const { seeds, passed, failures } = await sim(framework, version, "--seeds", asked);
  const [failure] = failures;
  return failure === undefined
    ? { holds: passed, says: `${seeds} seeds passed` }
    : { holds: false, says: `seed ${failure.seed}: ${failure.messages[0]} ${failure.code}` };
}

async function judgeTraces(
  framework: string,
  processes: number,
): Promise<Omit<Judged, "what" | "ms">> {
  const traces: string[] = [];
  let begun = 0;
  const work = async () => {
    while (begun++ < processes) {
      const { stdout } = await run("rehearse-frameworks.ts", traced, `${framework} right`);
      const rows = stdout.trimEnd().split("\n");
      traces.push(rows.map((row) => (JSON.parse(row) as Rehearsed).trace).join());
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
  const different = new Set(traces).size;
  const says = `${traces.length} processes gave ${different} traces`;
  return { holds: different === 1 && traces.length === processes, says };
}

async function timed(what: string, judge: Promise<Omit<Judged, "what" | "ms">>): Promise<Judged> {
  const startedMs = performance.now();
  const judged = await judge;
  return { what, ...judged, ms: performance.now() - startedMs };
}

async function* judge(
  framework: string,
  { seeds, processes }: { readonly seeds: string; readonly processes: number },
): AsyncGenerator<Judged> {
  for (const version of versions) {
    const judged = version.startsWith("right")
      ? judgeRight(framework, version, seeds)
      : judgeMistake(framework, version);
    yield await timed(version, judged);
  }
  if (processes > 0) yield await timed("same traces", judgeTraces(framework, processes));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "1000" },
    processes: { type: "string", default: "20" },
  },
});
const wanted = Object.keys(frameworks).filter(
  (name) => positionals.length === 0 || positionals.includes(name),
);
if (wanted.length === 0)
  throw new Error(`There is none of that name; there are ${Object.keys(frameworks).join(", ")}.`);
const { seeds, processes } = values;
for (const framework of wanted) {
  for await (const { what, holds, says, ms } of judge(framework, {
    seeds,
    processes: Number(processes),
  })) {
    const time = `${(ms / 1000).toFixed(0)} s`.padStart(6);
    const line = `${holds ? "✓" : "✗"} ${framework.padEnd(14)} ${what.padEnd(25)} ${time}  ${says}`;
    process.stdout.write(`${line}\n`);
    if (!holds) process.exitCode = 1;
  }
}
