import { realClock } from "../../clock/real-clock.ts";
import { newWordId } from "../../clock/word-id.ts";
import type { Event } from "../../core/event.ts";
import type { Answer } from "../../core/gates/popup.ts";
import { canonicalJson } from "../../core/json.ts";
import { type InputAtRest, takeAtRest } from "../../runtime/take-at-rest.ts";
import { leaveWord } from "../../store/inbox.ts";
import type { OpenedRun } from "./stored-run.ts";

/** What became of something that was said to a run. */
export type Heard =
  /** It is in the log. `isLive`: a process conducts the run, and goes on with it. */
  | { readonly type: "taken"; readonly isLive: boolean }
  | { readonly type: "refused"; readonly message: string }
  /** The process that conducts the run has not looked yet: it may be stopped. It takes it when it goes on. */
  | { readonly type: "left" }
  /** The run has ended for good. */
  | { readonly type: "over" };

/** How long the process that conducts the run is waited for. */
const patienceMs = 6_000;
const lookMs = 100;

/**
 * Says something to a run: through the process that conducts it, where one does, and else right into its log, for
 * the resume to go on with.
 */
export async function sayToRun(run: OpenedRun, input: InputAtRest): Promise<Heard> {
  const { stored, runId, root } = run;
  if (!stored.isLive(runId)) return sayAtRest(run, input);
  const name = newWordId(realClock.nowMs());
  const left = leaveWord({ repositoryRoot: root, runId, name }, input);
  const untilMs = realClock.nowMs() + patienceMs;
  let sinceSeq = run.log.length;
  while (realClock.nowMs() < untilMs) {
    const news = stored.readEvents(runId, sinceSeq);
    sinceSeq += news.length;
    const heard = verdictOn(input, news, true);
    if (heard !== null) return heard;
    // The process has ended without it.
    if (!stored.isLive(runId) && left.takeBack()) return sayAtRest(run, input);
    await realClock.until(realClock.nowMs() + lookMs, new AbortController().signal);
  }
  return { type: "left" };
}

async function sayAtRest({ stored, runId }: OpenedRun, input: InputAtRest): Promise<Heard> {
  const { events, store } = stored.openRun(runId);
  try {
    const news = takeAtRest(events, input, realClock.nowMs());
    store.append(news);
    await store.flush();
    return verdictOn(input, news, false) ?? { type: "over" };
  } finally {
    await store.close();
  }
}

/** What events say of it; `null` where they say nothing. */
function verdictOn(input: InputAtRest, events: readonly Event[], isLive: boolean): Heard | null {
  for (const event of events) {
    switch (event.type) {
      case "popup.decided":
        if (input.type !== "answer" || event.popupId !== input.answer.popupId) continue;
        return event.decision.type === input.answer.decision.type && event.rule === null
          ? { type: "taken", isLive }
          : { type: "refused", message: `${event.popupId} has been decided otherwise meanwhile` };
      case "answer.refused":
        if (input.type !== "answer" || !isSame(event.answer, input.answer)) continue;
        return { type: "refused", message: event.message };
      case "intervention.received":
      case "intervention.refused":
        if (input.type !== "intervene" || event.intervention.id !== input.intervention.id) continue;
        return event.type === "intervention.received"
          ? { type: "taken", isLive }
          : { type: "refused", message: event.message };
      case "run.ended":
        if (event.outcome === "done" || event.outcome === "failed") return { type: "over" };
        continue;
      default:
        continue;
    }
  }
  return null;
}

const isSame = (one: Answer, other: Answer): boolean =>
  one.payloadHash === other.payloadHash &&
  one.popupId === other.popupId &&
  canonicalJson(one.decision) === canonicalJson(other.decision);
