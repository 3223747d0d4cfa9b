import { realClock } from "../../../clock/real-clock.ts";
import { fewest } from "../../../sim/search/fewest.ts";
import type { RequestEntry } from "../request-entry.ts";
import { type ServedFault, nameOfServedTry } from "./served-fault.ts";
import type { ServeTrialResult } from "./serve-trial.ts";

/** A command lives in real time, so shrinking has a limit in time, too. */
const shrinkMs = 60_000;
const slowChunkMs = 15;

export interface ShrunkFailure {
  readonly faults: readonly ServedFault[];
  readonly result: ServeTrialResult;
  /** Whether it failed again, in the same way, when it was run again under the same conditions. */
  readonly isRepeated: boolean;
}

/**
 * Finds the fewest faults, and then the fewest pauses and ranks, under which a run fails in the same way. A real process
 * may fail by chance, so fewer are believed only where they fail twice in a row.
 */
export async function shrinkFaults(
  failing: ServeTrialResult,
  run: (faults: readonly ServedFault[]) => Promise<ServeTrialResult>,
): Promise<ShrunkFailure> {
  const kind = failing.failures[0]?.kind;
  const untilMs = realClock.nowMs() + shrinkMs;
  let faults = failing.met;
  let result = failing;

  async function stillFails(fewer: readonly ServedFault[]): Promise<boolean> {
    for (let time = 0; time < 2; time++) {
      if (realClock.nowMs() > untilMs) return false;
      const again = await run(fewer);
      if (!again.failures.some((failure) => failure.kind === kind)) return false;
      if (time === 1) [faults, result] = [fewer, again];
    }
    return true;
  }

  const isRepeated = await stillFails(failing.met);
  if (!isRepeated) return { faults, result, isRepeated };
  const isFault = ({ type }: ServedFault): boolean => type === "reply";
  const none = faults.filter((one) => !isFault(one));
  const isFree =
    none.length === faults.length ||
    (await stillFails(none)) ||
    (await stillFails(slowly(result.requests)));
  if (!isFree)
    await fewest(
      () => faults.filter(isFault),
      (fewer) => stillFails([...fewer, ...faults.filter((one) => !isFault(one))]),
    );
  const only = faults.filter(isFault);
  if (only.length === faults.length || !(await stillFails(only)))
    await fewest(
      () => faults.filter((one) => !isFault(one)),
      (fewer) => stillFails([...faults.filter(isFault), ...fewer]),
    );
  return { faults, result, isRepeated };
}

/** A fault also takes time, and it may have been no more than that. */
const slowly = (requests: readonly RequestEntry[]): readonly ServedFault[] =>
  [...new Set(requests.flatMap(({ outcome }) => (outcome?.type === "met" ? [outcome.reply] : [])))]
    .map((reply) => nameOfServedTry({ test: null, reply, round: 1, try: 1 }))
    .map((at) => ({ type: "pause", at, beforeMs: 0, chunkMs: slowChunkMs }));
