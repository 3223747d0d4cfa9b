import type { RunId } from "../../core/ids.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import type { Clock } from "../../ports.ts";
import type { StateReader } from "../../store/state-reader.ts";
import { fullScreenOn } from "../../terminal/full-screen.ts";
import type { ContextQuestion } from "./context-question.ts";
import { type ContextViewer, lineViewer, screenViewer } from "./context-viewer.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { onInterrupt } from "../signals.ts";

/** A run that another process conducts, and the clock to watch it by. */
export interface Watched {
  readonly directory: Pick<StateReader, "readEvents" | "isLive">;
  readonly runId: RunId;
  readonly clock: Clock;
}

/** Shows the context windows of a run as they change, until the run ends or the person presses Ctrl-C. */
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
/** Looks without news before asking whether the run still lives: the question takes the run's lock for a moment. */
const quietLooksMax = 8;

/** Follows a run on disk. Only the state is kept in memory, not the log. */
export async function followRun(
  { directory, runId, clock }: Watched,
  viewer: Pick<ContextViewer, "show" | "room">,
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
    await viewer.room(signal);
    if (outcome !== "running" || signal.aborted) return;
    // The wait rejects on an abort only, which the loop sees at its next look.
    await clock.until(clock.nowMs() + lookEveryMs, signal).catch(() => undefined);
  }
}
