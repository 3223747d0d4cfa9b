import type { Event, EventOf } from "../../core/event.ts";
import type { EffectId } from "../../core/ids.ts";
import type { Findings } from "./verdict.ts";

/** Time that may pass beside the work itself: slow disk writes and steps, and the grace period of what is stopped. */
const slackMs = 15_000;
/** A stream that brings only pings is given up after this many times the limit of a silent one. */
const patience = 5;

/**
 * Time limits are those of the settings, no more and no less: of a tool and a check, of a stream's silence, and of a
 * popup, whose time runs from when somebody sees it.
 */
export function checkLimits(log: readonly Event[], { exercise, breach }: Findings): void {
  const [first] = log;
  if (first?.type !== "run.started") return;
  const { toolTimeoutMs, stallTimeoutMs, timeBudget } = first.settings;
  const begun = new Map<EffectId, number>();
  const lastSignMs = new Map<EffectId, number>();
  const seenAtMs = new Map<string, number>();
  const lengthsMs = new Map<string, number>();
  /** By popup, the event that decided it. */
  const closed = new Map<string, number>();
  for (const event of log) {
    const where = `event ${event.seq}:`;
    switch (event.type) {
      case "run.resumed":
        for (const known of [begun, lastSignMs, seenAtMs]) known.clear();
        break;
      case "tool.started":
      case "check.started":
        begun.set(event.seq, event.atMs);
        break;
      case "tool.ended":
      case "check.ended": {
        const beganAtMs = begun.get(event.effectId ?? 0);
        if (beganAtMs === undefined) break;
        exercise();
        const tookMs = event.atMs - beganAtMs;
        const said = event.type === "tool.ended" ? event.text : event.output;
        if (tookMs > toolTimeoutMs + slackMs)
          breach(`${where} it took ${tookMs} ms; its limit is ${toolTimeoutMs} ms`);
        if (said.includes("Stopped: it took longer than") && !hasFailed(event))
          breach(`${where} it was stopped, and is told as a success`);
        if (said.includes("Stopped: it took longer than") && tookMs < toolTimeoutMs)
          breach(`${where} it was stopped after ${tookMs} ms; its limit is ${toolTimeoutMs} ms`);
        break;
      }
      case "model.started":
        lastSignMs.set(event.seq, event.atMs);
        break;
      case "stream.deltas":
        lastSignMs.set(event.effectId, event.atMs);
        break;
      case "stream.completed":
      case "stream.discarded": {
        const signMs = lastSignMs.get(event.effectId);
        if (signMs === undefined) break;
        exercise();
        const silenceMs = event.atMs - signMs;
        if (silenceMs > stallTimeoutMs * patience + slackMs)
          breach(`${where} a stream was silent for ${silenceMs} ms before it ended`);
        const isStalled = event.type === "stream.discarded" && event.failure.code === "stalled";
        if (isStalled && timeBudget === undefined && silenceMs < stallTimeoutMs)
          breach(`${where} a stream is given up after ${silenceMs} ms without a sign of life`);
        break;
      }
      case "popup.opened": {
        const { id, openedAtMs, expiresAtMs } = event.popup;
        if (expiresAtMs !== null) lengthsMs.set(id, expiresAtMs - openedAtMs);
        break;
      }
      case "popup.shown":
        if (event.attended) seenAtMs.set(event.popupId, event.atMs);
        break;
      case "popup.decided":
        closed.set(event.popupId, event.seq);
        break;
      case "timer.ended":
        if (event.purpose.type === "expiry" && closed.has(event.purpose.popupId))
          breach(
            `${where} the time of ${event.purpose.popupId} ran on after its decision (event ${closed.get(event.purpose.popupId)})`,
          );
        break;
      case "popup.expired": {
        exercise();
        const seenMs = seenAtMs.get(event.popupId);
        const lengthMs = lengthsMs.get(event.popupId);
        if (seenMs === undefined || lengthMs === undefined)
          breach(`${where} the time of ${event.popupId} is up, and nobody saw it`);
        else if (event.atMs < seenMs + lengthMs || event.atMs > seenMs + lengthMs + slackMs)
          breach(`${where} ${event.popupId} expires ${event.atMs - seenMs} ms after it was seen`);
        break;
      }
      default:
    }
  }
}

const hasFailed = (event: EventOf<"tool.ended" | "check.ended">): boolean =>
  event.type === "tool.ended" ? event.isError : !event.passed;
