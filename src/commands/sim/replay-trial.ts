import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import type { ScenarioReport } from "../../reports/sim/scenario-report.ts";
import { faultsOf, shownOf } from "../../sim/examine-failures.ts";
import { digestOfRecord } from "../../sim/laws/ending.ts";
import type { LoadedScenario } from "../../sim/load-scenario.ts";
import { decodeReplay } from "../../sim/replay-code.ts";
import { addTrial, emptyTally, lawReports, searchReport } from "../../sim/tally.ts";
import { runTrial } from "../../sim/trial.ts";
import { usageError } from "../usage-error.ts";

/**
 * Runs the trial of a replay code, twice to see whether it is deterministic, and reports it like the failure that it
 * replays.
 */
export async function replayTrial(
  loaded: readonly LoadedScenario[],
  code: string,
): Promise<ScenarioReport> {
  const replay = decodeReplay(code);
  if (replay === null) {
    throw usageError(
      "This replay code cannot be read. Paste it whole, as it was printed: it begins with r2. One that begins with r1 is of an older version: run its seed again.",
    );
  }
  const found = loaded.find(({ scenario }) => scenario.name === replay.scenario);
  if (found === undefined) {
    const names = loaded.map(({ scenario }) => `"${scenario.name}"`).join(", ");
    throw usageError(
      `The code is of the scenario "${replay.scenario}", and these files hold ${names}. Name the file that it was printed with.`,
    );
  }
  const beganAtMs = realClock.nowMs();
  const result = await runTrial(found.scenario, replay.trial);
  const durationMs = realClock.nowMs() - beganAtMs;
  const again = await runTrial(found.scenario, replay.trial);
  const tally = emptyTally();
  addTrial(tally, 0, result);
  const file = relative(process.cwd(), found.file);
  const [first] = result.failures;
  return {
    file,
    name: found.scenario.name,
    passed: first === undefined,
    seeds: 1,
    swarm: replay.trial.swarm !== null,
    durationMs,
    laws: lawReports(tally),
    search: searchReport(tally),
    projection: result.projection,
    log: result.record.log,
    failures:
      first === undefined
        ? []
        : [
            {
              seed: null,
              count: 1,
              kind: first.kind,
              messages: result.failures.map(({ message }) => message),
              deterministic: digestOfRecord(result.record) === digestOfRecord(again.record),
              command: `rehearsal sim ${file} --replay ${code}`,
              code,
              deviations: replay.trial.schedule.deviations.length,
              faults: faultsOf(result),
              ...shownOf(result, first.seenIn),
            },
          ],
  };
}
