import type { Event } from "../../core/event.ts";
import type { Settings } from "../../core/settings.ts";
import type { RunRecord } from "../record.ts";
import type { Findings } from "./verdict.ts";

interface Span {
  readonly names: readonly string[];
  readonly fromMs: number;
  readonly seq: number;
}

/**
 * A time budget, by the intents and ends of the log alone: no call of a model begins once the time of the run, of its tier
 * or of its worker's ticket is up, and none goes on for long after it. While no process conducts the run nothing is worked.
 */
export function checkTime(
  { log, lives }: Pick<RunRecord, "log" | "lives">,
  findings: Findings,
): void {
  const restsFrom = new Set(lives.slice(0, -1).map(({ stored }) => stored + 1));
  const first = log[0];
  if (first?.type !== "run.started" || first.settings.timeBudget === undefined) return;
  const { settings } = first;
  const { exercise, breach } = findings;
  const budget = settings.timeBudget;
  const granted = new Map<string, number>();
  const asked = new Map<string, string>();
  /** Working time of what has ended, in ms, by the name of its budget. The run's own is computed from `spans`, which overlap. */
  const worked = new Map<string, number>();
  const spans: { readonly fromMs: number; readonly toMs: number }[] = [];
  const open = new Map<number, Span>();
  const callEndsByMs = new Map<number, number>();
  const limitOf = (name: string): number => {
    const base =
      name === "run"
        ? budget?.runMs
        : name.startsWith("ticket ")
          ? budget?.ticketMs
          : budget?.tierMs?.[name as keyof Settings["models"]];
    return base === undefined ? Infinity : base * (1 + (granted.get(name) ?? 0));
  };
  const usedOf = (name: string, nowMs: number): number =>
    name === "run"
      ? lengthOf([...spans, ...[...open.values()].map(({ fromMs }) => ({ fromMs, toMs: nowMs }))])
      : (worked.get(name) ?? 0);
  const close = (seq: number, atMs: number): void => {
    const span = open.get(seq);
    if (span === undefined) return;
    open.delete(seq);
    spans.push({ fromMs: span.fromMs, toMs: atMs });
    for (const name of span.names)
      worked.set(name, (worked.get(name) ?? 0) + Math.max(0, atMs - span.fromMs));
  };
  for (const event of log) {
    // What a person says to a run at rest comes before its resume.
    if (restsFrom.has(event.seq) || event.type === "run.resumed" || event.type === "run.ended") {
      for (const { seq, fromMs } of open.values()) {
        open.delete(seq);
        // How long a process that died went on is not known; its last event is the least.
        spans.push({ fromMs, toMs: lastAtMs(log, event.seq) });
      }
      callEndsByMs.clear();
    }
    if ("effectId" in event && event.effectId !== null && event.type !== "stream.deltas") {
      const byMs = callEndsByMs.get(event.effectId);
      if (byMs !== undefined && event.atMs > byMs)
        breach(`event ${event.seq}: a call goes on ${event.atMs - byMs} ms after its time was up`);
      callEndsByMs.delete(event.effectId);
      close(event.effectId, event.atMs);
    }
    if (event.type === "popup.opened" && event.popup.kind === "budget") {
      const { time } = event.popup.payload;
      if (time !== undefined) {
        const name = time.ticketId === null ? time.of : `ticket ${time.ticketId}`;
        asked.set(event.popup.id, name);
        const usedMs = usedOf(name, event.atMs);
        if (usedMs !== time.usedMs || usedMs < limitOf(name))
          breach(
            `event ${event.seq}: ${name} is asked about after ${time.usedMs} ms; ${usedMs} of ${limitOf(name)} ms were worked`,
          );
      }
    }
    if (event.type === "popup.decided" && event.decision.type === "approve") {
      const name = asked.get(event.popupId);
      if (name !== undefined) granted.set(name, (granted.get(name) ?? 0) + 1);
    }
    const names = namesOf(event);
    if (names === null) continue;
    if (event.type === "model.started") {
      exercise();
      const { tier } = event.address;
      const limits = names.filter((name) => tier === "tier3" || !name.startsWith("ticket "));
      const left = Math.min(...limits.map((name) => limitOf(name) - usedOf(name, event.atMs)));
      if (left <= 0)
        breach(`event ${event.seq}: a call of ${event.unit.sessionId} begins, and its time is up`);
      callEndsByMs.set(event.seq, event.atMs + Math.max(0, left) + settings.stallTimeoutMs);
    }
    open.set(event.seq, { names, fromMs: event.atMs, seq: event.seq });
  }
}

/** The budgets that an intent's time counts against; `null` where it is no work. */
function namesOf(event: Event): readonly string[] | null {
  switch (event.type) {
    case "survey.started":
      return ["run"];
    case "model.started": {
      const { tier, ticketId } = event.address;
      return ["run", tier, ...(ticketId === null ? [] : [`ticket ${ticketId}`])];
    }
    case "tool.started":
      return ["run", `ticket ${event.sessionId.split(":")[1]}`];
    case "preparation.started":
    case "check.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
      return ["run", `ticket ${event.ticketId}`];
    default:
      return null;
  }
}

const lastAtMs = (log: readonly Event[], beforeSeq: number): number =>
  log[beforeSeq - 2]?.atMs ?? 0;

/** The total length of spans that may overlap, each moment counted once. */
function lengthOf(spans: readonly { readonly fromMs: number; readonly toMs: number }[]): number {
  let sumMs = 0;
  let endMs = -Infinity;
  for (const { fromMs, toMs } of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    sumMs += Math.max(0, toMs - Math.max(fromMs, endMs));
    endMs = Math.max(endMs, toMs);
  }
  return sumMs;
}
