import type { RunId } from "../../core/ids.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import type { Clock } from "../../ports.ts";
import type { StateDirectory } from "../../store/state-directory.ts";
import { fullScreenOn } from "../../terminal/full-screen.ts";
import type { ContextQuestion } from "./context-question.ts";
import { type ContextViewer, lineViewer, screenViewer } from "./context-viewer.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { onInterrupt } from "../signals.ts";

/** A run that another process writes, and the time in which it is watched. */
export interface Watched {
  readonly directory: Pick<StateDirectory, "readEvents" | "isLive">;
  readonly runId: RunId;
  readonly clock: Clock;
}

/** Shows a run's windows as they change, until the run or the watching ends. */
export async function watchContext(watched: Watched, question: ContextQuestion): Promise<ExitCode> {
  const viewer =
    question.format === "text" && process.stdout.isTTY
      ? screenViewer(fullScreenOn(process.stdout), question)
      : lineViewer(question);
  const stop = new AbortController();
  const interruption = onInterrupt({ letGo: () => stop.abort(), killAll: () => viewer.close() });
  try {
    await followRun(watched, viewer, stop.signal);
  } finally {
    viewer.close();
    interruption.release();
  }
  viewer.end();
  return stop.signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

const lookEveryMs = 250;
/** Whether somebody still writes is asked rarely: it takes the run's lock for a moment. */
const quietLooksMax = 8;

/** Of the log only the state is kept. */
export async function followRun(
  { directory, runId, clock }: Watched,
  viewer: Pick<ContextViewer, "show">,
  signal: AbortSignal,
): Promise<void> {
  let state: State | null = null;
  let quietLooks = 0;
  for (;;) {
    const events = directory.readEvents(runId, state?.lastSeq ?? 0);
    for (const event of events) state = reduce(state, event);
    quietLooks = events.length > 0 ? 0 : quietLooks + 1;
    const isAsked = quietLooks > quietLooksMax;
    if (isAsked) quietLooks = 0;
    const isLive = isAsked ? directory.isLive(runId) : true;
    const outcome = state?.ended?.outcome ?? (isLive ? "running" : "interrupted");
    if (state !== null) viewer.show({ state, nowMs: clock.nowMs(), outcome });
    if (outcome !== "running" || signal.aborted) return;
    // An abort is the only thing that ends the wait early.
    await clock.until(clock.nowMs() + lookEveryMs, signal).catch(() => undefined);
  }
}
