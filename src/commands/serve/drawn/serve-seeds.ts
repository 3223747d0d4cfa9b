import { availableParallelism } from "node:os";
import { serverNamed } from "../../../mock-provider/servers/played-servers.ts";
import type { Servable } from "../../../sim/dsl/purpose.ts";
import { escapeControls } from "../../../terminal/json-lines.ts";
import { sanitize } from "../../../terminal/sanitize.ts";
import { type ExitCode, exitCodes } from "../../exit-code.ts";
import { note, print } from "../../output.ts";
import { hint } from "../../hint.ts";
import { quoted } from "../../../core/words/quoted.ts";
import type { Seeds } from "../../sim/seeds-flag.ts";
import { onInterrupt } from "../../signals.ts";
import { usageError } from "../../usage-error.ts";
import type { Labels } from "../reply-label.ts";
import type { ServeOptions } from "../serve-options.ts";
import { drawFaults, fixedFaults } from "./draw-faults.ts";
import { wordsOfDrawn } from "./served-fault.ts";
import { type FoundFailure, failurePage } from "./failure-page.ts";
import { encodeServeReplay } from "./serve-replay-code.ts";
import { runServeTrial, type ServeTrialResult, type TrialSetup } from "./serve-trial.ts";
import { shrinkFaults } from "./shrink-faults.ts";
import { newStatusLine, type StatusLine } from "./status-line.ts";
import { countText } from "../../../core/words/count-text.ts";

interface Search {
  readonly scenario: Servable;
  readonly labels: Labels;
  /** As it was named on the command line. */
  readonly file: string;
  readonly command: readonly string[];
  readonly options: ServeOptions;
  readonly seeds: Seeds;
}

interface Failing {
  readonly seed: number;
  readonly result: ServeTrialResult;
}

/** Runs a command once a seed, side by side, until one fails; that one is shrunk. */
export async function serveSeeds(search: Search): Promise<ExitCode> {
  const { scenario, labels, file, command, options, seeds } = search;
  if (command.length === 0)
    throw usageError(
      `--seeds runs a command again and again: write it behind --, as in \`rehearsal serve ${quoted(file)} --seeds 100 -- bun agent.ts\``,
    );
  const setup: TrialSetup = {
    scenario,
    labels,
    command,
    expect: options.expect ?? null,
    models: options.model,
    timeLimitMs: options.timeout * 1_000,
    server: options.server === undefined ? null : serverNamed(options.server),
  };
  const stop = new AbortController();
  const signals = onInterrupt({ letGo: () => stop.abort(), killAll: () => stop.abort() });
  if (seeds.isDrawn) note(`Seeds from ${seeds.first} on.`);
  const status = newStatusLine();
  const { failing, count } = await firstFailing(search, setup, stop.signal, status);
  status.clear();
  if (failing === null) {
    signals.release();
    tellEnd(search, count, stop.signal.aborted);
    return stop.signal.aborted ? exitCodes.interrupted : exitCodes.done;
  }
  const { seed, result } = failing;
  tell(options, `Seed ${seed} failed; looking for the fewest faults and pauses that do it.`);
  let runs = 0;
  const shrunk = await shrinkFaults(result, async (faults) => {
    if (stop.signal.aborted) return { ...result, failures: [] };
    status.show(
      `Run ${++runs}, with ${countText(faults.length, "fault or pause", "faults and pauses")}`,
    );
    return await runServeTrial(setup, fixedFaults(faults), seed, stop.signal);
  });
  status.clear();
  signals.release();
  const words = ["serve", file, "--replay", encodeServeReplay(shrunk.faults)];
  const extra = [
    ...options.model.flatMap((model) => ["--model", model]),
    ...(options.server === undefined ? [] : ["--server", options.server]),
  ];
  const replayLine = hint([...words, ...extra, "--", ...command].map(quoted).join(" "));
  const found: FoundFailure = { ...shrunk, scenario: scenario.name, seed, labels, replayLine };
  await tellFailure(search, found, count);
  return exitCodes.failed;
}

/** `count`: of how many runs it is known how they ended. */
async function firstFailing(
  { options, seeds }: Search,
  setup: TrialSetup,
  stopped: AbortSignal,
  status: StatusLine,
): Promise<{ readonly failing: Failing | null; readonly count: number }> {
  let next = 0;
  let count = 0;
  const failing: Failing[] = [];

  async function work(): Promise<void> {
    while (next < seeds.count && failing.length === 0 && !stopped.aborted) {
      const seed = seeds.first + next++;
      const faultsOf = drawFaults(seed, options.faults ?? "none");
      const result = await runServeTrial(setup, faultsOf, seed, stopped);
      // A run that a person cut off has not failed.
      if (stopped.aborted) return;
      count += 1;
      status.show(`${count} of ${countText(seeds.count, "seed")}`);
      const { failures, met } = result;
      if (options.json === true)
        writeLine({ type: "seed", seed, passed: failures.length === 0, failures, faults: met });
      if (failures.length > 0) failing.push({ seed, result });
    }
  }

  const jobs = Math.min(seeds.count, options.jobs ?? availableParallelism());
  await Promise.all(Array.from({ length: jobs }, work));
  const [lowest = null] = failing.toSorted((a, b) => a.seed - b.seed);
  return { failing: lowest, count };
}

const writeLine = (line: object): void => print(`${escapeControls(JSON.stringify(line))}\n`);

function tell({ json }: ServeOptions, text: string): void {
  if (json !== true) note(text);
}

function tellEnd({ options, seeds }: Search, count: number, isStopped: boolean): void {
  if (options.json === true)
    return writeLine({ type: "ended", seeds: count, failed: 0, stopped: isStopped });
  const of = count === seeds.count ? "" : `${count} of `;
  print(`${isStopped ? "Stopped: " : ""}${of}${countText(seeds.count, "seed")} passed.\n`);
}

const shownMax = 10;
const outputLines = 12;

async function tellFailure({ options }: Search, found: FoundFailure, count: number): Promise<void> {
  if (options.html !== undefined) await Bun.write(options.html, failurePage(found));
  const { seed, faults, result, replayLine, isRepeated } = found;
  if (options.json === true) {
    writeLine({
      type: "failure",
      seed,
      failures: result.failures,
      faults,
      repeated: isRepeated,
      replay: replayLine,
    });
    return writeLine({ type: "ended", seeds: count, failed: 1, stopped: false });
  }
  const failures = result.failures.map(({ message }) => `  - ${message}`);
  const under = faults.map((fault) => `  - ${wordsOfDrawn(fault)}`);
  const output = result.output.trimEnd().split("\n").slice(-outputLines);
  const lines = [
    `Seed ${seed} failed, after ${countText(count, "run")}:`,
    ...some(failures),
    isRepeated
      ? under.length === 0
        ? "Without any fault, pause or order."
        : "Under:"
      : "It did not fail again under the same conditions, which were:",
    ...some(under),
    ...(result.output.trim() === ""
      ? []
      : ["The end of what the command wrote:", ...output.map((line) => `  | ${line}`)]),
    ...(options.html === undefined ? [] : [`Report: ${options.html}`]),
    "To play it again:",
    `  ${replayLine}`,
  ];
  print(`${sanitize(lines.join("\n"))}\n`);
}

const some = (lines: readonly string[]): readonly string[] =>
  lines.length <= shownMax
    ? lines
    : [...lines.slice(0, shownMax), `  and ${lines.length - shownMax} more`];
