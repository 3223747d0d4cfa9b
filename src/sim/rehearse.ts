import type { Event } from "../core/event.ts";
import type { Projection } from "../core/projection.ts";
import type { FailureReport } from "../reports/sim/scenario-report.ts";
import { countText } from "../core/words/count-text.ts";
import { marksOf } from "./marks.ts";
import { examineFailures } from "./examine-failures.ts";
import { explore } from "./explore.ts";
import type { Scenario } from "./scenario.ts";
import { warmUp } from "./simulate.ts";
import type { SimulatedWire } from "./world/simulated-wire.ts";
import type { Checkers } from "./trial-failures.ts";

/** How a scenario is rehearsed. */
export interface RehearseOptions {
  /** Schedules to run; 1 (the default) is the default order alone. */
  readonly seeds?: number;
  /** `all`: draws faults that the scenario does not name; then only laws are judged. */
  readonly faults?: "scripted" | "all";
  /** Fails where no schedule met a mark of `sometimes`. */
  readonly requireSometimes?: boolean;
  /** Checkers of your own, by name. */
  readonly checkers?: Checkers;
  /** Which provider's API the simulated models are asked through; Anthropic's by default. */
  readonly wire?: SimulatedWire;
}

/** The result of the first schedule: what `rehearsal show --json` prints of a run, and the log. */
export interface Rehearsed extends Projection {
  readonly log: readonly Event[];
}

/** A rehearsal failed. The message says how, with the commands that replay the failures. */
export interface RehearsalError extends Error {
  readonly failures: readonly FailureReport[];
}

/**
 * Rehearses a scenario from a test: under every schedule asked for, with all laws, its script and its
 * expectations. Rejects with a `RehearsalError` where anything fails.
 * @example
 * const run = await rehearse(scenario, { seeds: 50 });
 * expect(run.outcome).toBe("done");
 */
export async function rehearse(
  scenario: Scenario,
  {
    seeds = 1,
    faults = "scripted",
    checkers = {},
    wire = "anthropic",
    requireSometimes = false,
  }: RehearseOptions = {},
): Promise<Rehearsed> {
  await warmUp(wire);
  const swarm = faults === "all";
  const drawn = Array.from({ length: seeds }, (_, seed) => seed);
  const tally = await explore(scenario, drawn, { swarm, bail: true, checkers, wire });
  if (tally.failing.length > 0) {
    const failures = await examineFailures(scenario, tally, { file: "FILE", checkers });
    throw Object.assign(new Error(messageOf(scenario, failures, checkers)), {
      name: "RehearsalError",
      failures,
    });
  }
  const unmet = marksOf(scenario).filter(
    (mark) => !Object.hasOwn(tally.coverage.reached.marks, mark),
  );
  if (requireSometimes && unmet.length > 0) {
    const words = unmet.map((mark) => `"${mark}"`).join(", ");
    const message = `The rehearsal of "${scenario.name}" failed.\nNone of ${countText(seeds, "schedule")} met ${words}.`;
    throw Object.assign(new Error(message), { name: "RehearsalError", failures: [] });
  }
  const { projection, log } = tally.first!.shown;
  return { ...projection, log };
}

function messageOf(
  scenario: Scenario,
  failures: readonly FailureReport[],
  checkers: Checkers,
): string {
  const texts = failures.flatMap(({ kind, messages, command, code }) => [
    ...messages,
    // The command line has no access to a checker that a test passes in.
    kind in checkers
      ? `Replay, with the checker: await runTrial(scenario, decodeReplay("${code}")!.trial, checkers)`
      : `Replay: ${command}`,
  ]);
  return `The rehearsal of "${scenario.name}" failed.\n${texts.join("\n")}`;
}
