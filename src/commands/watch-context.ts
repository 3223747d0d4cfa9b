import { realClock } from "../clock/real-clock.ts";
import type { RunId } from "../core/ids.ts";
import { reduce } from "../core/reduce/reduce.ts";
import type { State } from "../core/state.ts";
import type { StateDirectory } from "../store/state-directory.ts";
import { print } from "./output.ts";
import { type ContextQuestion, jsonOf, textOf } from "./tell-context.ts";

const lookEveryMs = 250;
/** Whether somebody still writes is asked rarely: it takes the run's lock for a moment. */
const quietLooksMax = 8;

const clearScreen = "\u001b[H\u001b[2J";

/** Follows a run that another process writes; of its log only the state is kept. Ends with the run. */
export async function watchContext(
  directory: StateDirectory,
  runId: RunId,
  question: ContextQuestion,
): Promise<void> {
  const never = new AbortController().signal;
  let state: State | null = null;
  let shown = "";
  let quietLooks = 0;
  for (;;) {
    const events = directory.readEvents(runId, state?.lastSeq ?? 0);
    for (const event of events) state = reduce(state, event);
    quietLooks = events.length > 0 ? 0 : quietLooks + 1;
    if (state !== null) {
      const told = tell(state, question);
      if (told !== shown) print(process.stdout.isTTY ? clearScreen + told : told);
      shown = told;
    }
    if (state?.ended != null) return;
    if (quietLooks > quietLooksMax) {
      if (!directory.isLive(runId)) return;
      quietLooks = 0;
    }
    await realClock.until(realClock.nowMs() + lookEveryMs, never);
  }
}

/** As of the last event, so that a run in which nothing happens is not shown again and again. */
function tell(state: State, question: ContextQuestion): string {
  switch (question.telling) {
    case "json":
      return `${JSON.stringify(jsonOf(state, state.nowMs, question, null))}\n`;
    case "text":
      return textOf(state, state.nowMs, question, null);
  }
}
