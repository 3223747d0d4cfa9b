import type { Event } from "../../core/event.ts";
import { noteTime, noWorkingTime } from "../../core/ledger/working-time.ts";
import type { PopupId, SessionId } from "../../core/ids.ts";
import type { Popup } from "../../core/gates/popup.ts";
import {
  addUsage,
  costUsd,
  noUsage,
  type Price,
  totalTokens,
  type Usage,
} from "../../core/ledger/usage.ts";
import type { Budget } from "../../core/settings.ts";
import { type Speaker, speakerOf, workerOf } from "./speaker.ts";

/** What somebody does, and since when. */
export interface Doing {
  readonly speaker: Speaker;
  readonly verb: string;
  readonly sinceMs: number;
}

/** What a run has under way, by its events so far. */
export interface Activity {
  take(event: Event): void;
  /** Who began first stands first. */
  doings(): readonly Doing[];
  /** In the order of their opening. */
  openPopups(): readonly Popup[];
  tickets(): { readonly done: number; readonly all: number };
  /** `costUsd` is `null` where a price is unknown. */
  spent(): { readonly tokens: number; readonly costUsd: number | null };
  budget(): Budget;
  /** What was worked and may be worked; `null` where the run's time has no limit. */
  time(): { readonly workedMs: number; readonly limitMs: number } | null;
}

interface Call {
  readonly model: string;
  usage: Usage;
}

export function createActivity(): Activity {
  const doings = new Map<number | string, Doing>();
  const popups = new Map<PopupId, Popup>();
  const calls = new Map<number, Call>();
  let prices: Readonly<Record<string, Price>> = {};
  let budget: Budget = { tokens: null, costUsd: null };
  let time = noWorkingTime(0);
  let runMs: number | null = null;
  let timesGranted = 1;
  let spent = noUsage;
  let costUsdSum: number | null = 0;
  let all = 0;
  let done = 0;

  const begin = (id: number | string, speaker: Speaker, verb: string, sinceMs: number) =>
    doings.set(id, { speaker, verb, sinceMs });
  const ofSession = (id: SessionId) => speakerOf(id);

  /** A call has ended: what it took counts, whatever became of it. */
  const book = (effectId: number) => {
    const call = calls.get(effectId);
    calls.delete(effectId);
    if (call === undefined) return;
    spent = addUsage(spent, call.usage);
    const price = prices[call.model];
    if (totalTokens(call.usage) === 0) return;
    costUsdSum =
      price === undefined || costUsdSum === null ? null : costUsdSum + costUsd(call.usage, price);
  };

  return {
    take(event) {
      noteTime(time, event);
      if ("effectId" in event && event.effectId !== null && event.type !== "stream.deltas")
        doings.delete(event.effectId);
      switch (event.type) {
        case "run.started":
          ({ prices, budget } = event.settings);
          time = noWorkingTime(event.atMs);
          runMs = event.settings.timeBudget?.runMs ?? null;
          return;
        case "run.resumed":
        case "run.ended":
          doings.clear();
          return;
        case "survey.started":
          begin(event.seq, speakerOf("tier1" as SessionId), "reads the project", event.atMs);
          return;
        case "tickets.accepted":
          all += event.tickets.length;
          return;
        case "ticket.done":
          done++;
          return;
        case "preparation.started":
          begin(event.seq, workerOf(event.ticketId), "gets ready", event.atMs);
          return;
        case "check.started":
          begin(event.seq, workerOf(event.ticketId), "is checked", event.atMs);
          return;
        case "commit.started":
        case "comparison.started":
        case "merge.started":
          begin(event.seq, workerOf(event.ticketId), "is merged", event.atMs);
          return;
        case "model.started":
          calls.set(event.seq, { model: event.model, usage: noUsage });
          begin(event.seq, ofSession(event.unit.sessionId), "thinks", event.atMs);
          return;
        case "stream.deltas": {
          const call = calls.get(event.effectId);
          if (call !== undefined && event.usage !== null) call.usage = event.usage;
          const doing = doings.get(event.effectId);
          if (doing?.verb === "thinks" && event.deltas.some(({ type }) => type !== "thinking"))
            doings.set(event.effectId, { ...doing, verb: "writes" });
          return;
        }
        case "stream.completed":
        case "stream.discarded":
          return book(event.effectId);
        case "tool.started":
          begin(event.seq, ofSession(event.sessionId), `runs ${event.tool}`, event.atMs);
          return;
        case "timer.started":
          if (event.purpose.type === "retry")
            begin(event.seq, ofSession(event.purpose.sessionId), "waits to try again", event.atMs);
          return;
        case "popup.opened":
          popups.set(event.popup.id, event.popup);
          return;
        case "popup.decided":
          if (event.popupId.startsWith("budget:time.run.") && event.decision.type === "approve")
            timesGranted++;
          popups.delete(event.popupId);
          if (event.decision.type === "raise") budget = event.decision;
          return;
        case "popup.expired":
          popups.delete(event.popupId);
          return;
        default:
          return;
      }
    },
    doings: () => [...doings.values()],
    openPopups: () => [...popups.values()],
    tickets: () => ({ done, all }),
    spent() {
      const underWay = [...calls.values()].map(({ usage }) => usage).reduce(addUsage, noUsage);
      return { tokens: totalTokens(addUsage(spent, underWay)), costUsd: costUsdSum };
    },
    budget: () => budget,
    time: () => (runMs === null ? null : { workedMs: time.runMs, limitMs: runMs * timesGranted }),
  };
}
