import type { Event } from "../../core/event.ts";
import { sessionIdOf, type Tier, tiers } from "../../core/ids.ts";
import { canonicalJson } from "../../core/json.ts";
import type { Ledger } from "../../core/ledger.ts";
import { reportedByTier } from "../../core/ledger-under-way.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import {
  addUsage,
  costUsd,
  noUsage,
  type Price,
  subtractUsage,
  totalTokens,
  type Usage,
} from "../../core/usage.ts";
import type { RunRecord } from "../record.ts";
import { nameOfUnit } from "./delivery.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 5. At every event, the ledger's sums and what is under way equal the sums of the usage that the provider
 * had reported by then, discarded tries included; a call is reserved against the budget before it is sent.
 */
export function checkTokens(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    if (record.log.length === 0) return;
    const reports = hearReports(record, findings);
    let state: State | null = null;
    let isMidway = true;
    for (const event of record.log) {
      state = reduce(state, event);
      const isNews = reports.hear(event);
      // After one breach the sums are not compared any more: they stay wrong.
      if (isNews && isMidway) isMidway = isAsReported(state, event.seq, reports.sums, findings);
    }
    const { ledger, settings, unsettled } = state!;
    const reported = reportedByTier(state!);
    for (const tier of tiers) {
      findings.exercise();
      const own = reported.get(tier)!;
      const sum = reports.sums.get(tier)!;
      for (const member of members) {
        if (own[member] !== sum[member]) {
          findings.breach(
            `${tier}: the ledger says ${own[member]} ${member}; ${sum[member]} were reported`,
          );
        }
      }
    }
    // Only calls that ended have an entry; those in flight have none.
    const ended = reports.ended();
    checkEntries(ledger, { sums: ended, prices: settings.prices }, findings);
    checkHeld(ledger, unsettled, findings);
    checkReservations(record, findings);
  });
}

const members = ["inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"] as const;

/** Whether the booked tokens and those of calls in flight equal what had been reported by an event. */
function isAsReported(
  state: State,
  seq: number,
  sums: ReadonlyMap<Tier, Usage>,
  { exercise, breach }: Findings,
): boolean {
  exercise();
  const reported = reportedByTier(state);
  const wrong = tiers.find((tier) =>
    members.some((member) => reported.get(tier)![member] !== sums.get(tier)![member]),
  );
  if (wrong === undefined) return true;
  breach(`event ${seq}: ${wrong}: the ledger does not hold what was reported by then`);
  return false;
}

/** The ledger's other sums are of the same calls: by session and model, in all, and in dollars. */
function checkEntries(
  ledger: Ledger,
  reported: {
    readonly sums: ReadonlyMap<Tier, Usage>;
    readonly prices: Readonly<Record<string, Price>>;
  },
  { exercise, breach }: Findings,
): void {
  exercise();
  const entries = new Map<Tier, Usage>(tiers.map((tier) => [tier, noUsage]));
  let usd: number | null = 0;
  for (const { seat, usage, model } of ledger.entries.values()) {
    entries.set(seat.tier, addUsage(entries.get(seat.tier)!, usage));
    const price: Price | undefined = reported.prices[model];
    if (usd !== null && price !== undefined) usd += costUsd(usage, price);
    else if (totalTokens(usage) > 0) usd = null;
  }
  let total = 0;
  for (const tier of tiers) {
    const sum = reported.sums.get(tier)!;
    total += totalTokens(sum);
    if (totalTokens(entries.get(tier)!) !== totalTokens(sum)) {
      breach(`${tier}: the sessions' entries come to something else than was reported`);
    }
  }
  if (ledger.usedTokens !== total) {
    breach(`the ledger says ${ledger.usedTokens} tokens in all; ${total} were reported`);
  }
  const isSame = usd === null ? ledger.usedUsd === null : isNear(usd, ledger.usedUsd);
  if (!isSame) breach(`the ledger says ${ledger.usedUsd} dollars; its calls cost ${usd}`);
}

/** Sums of many small amounts differ in their last digits by the order they are added in. */
const isNear = (first: number, second: number | null): boolean =>
  second !== null && Math.abs(first - second) <= 1e-9 * Math.max(1, Math.abs(first));

/** The reserved tokens are those of the calls in flight, and none of calls that ended. */
function checkHeld(
  { reservedTokens }: Ledger,
  unsettled: State["unsettled"],
  { exercise, breach }: Findings,
): void {
  exercise();
  let held = 0;
  for (const intent of unsettled.values()) {
    if (intent.type === "model.started") held += intent.reservedTokens;
  }
  if (reservedTokens !== held) {
    breach(`${reservedTokens} tokens are held at the end; the calls under way need ${held}`);
  }
}

/** What the provider reported of a run's calls, as far as it was read, event by event. */
interface Reports {
  /** Takes in the next event; whether it could change a sum. */
  hear(event: Event): boolean;
  /** By tier, of all calls by now. */
  readonly sums: ReadonlyMap<Tier, Usage>;
  /** The same of calls that have ended. */
  ended(): ReadonlyMap<Tier, Usage>;
}

function hearReports(record: RunRecord, { breach }: Findings): Reports {
  const reported = reportsByUnit(record);
  const sums = new Map<Tier, Usage>(tiers.map((tier) => [tier, noUsage]));
  const open = new Map<number, { name: string; tier: Tier; last: Usage | null }>();
  const count = (tier: Tier, before: Usage | null, usage: Usage | null): void => {
    const without = subtractUsage(sums.get(tier)!, before ?? noUsage);
    sums.set(tier, addUsage(without, usage ?? noUsage));
  };
  return {
    sums,
    hear(event) {
      switch (event.type) {
        case "model.started": {
          const { address, unit } = event;
          open.set(event.seq, { name: nameOfUnit(unit), tier: address.tier, last: null });
          return true;
        }
        case "stream.deltas": {
          if (event.usage === null) return false;
          const call = open.get(event.effectId)!;
          count(call.tier, call.last, event.usage);
          call.last = event.usage;
          return true;
        }
        case "stream.completed":
        case "stream.discarded": {
          const { name, tier, last } = open.get(event.effectId)!;
          open.delete(event.effectId);
          const reports = reported.get(name) ?? [];
          // A process that aborts a stream or crashes does not receive its last report.
          const heardAll =
            event.type === "stream.completed" ||
            !["cancelled", "crashed", "stalled"].includes(event.failure.code);
          if (heardAll) count(tier, last, reports.at(-1) ?? null);
          else checkHeard(name, last, reports, breach);
          return true;
        }
        case "effect.abandoned":
        case "run.resumed":
        case "run.ended":
          return true;
        default:
          return false;
      }
    },
    ended() {
      const ended = new Map(sums);
      for (const { name, tier, last } of open.values()) {
        checkHeard(name, last, reported.get(name) ?? [], breach);
        ended.set(tier, subtractUsage(ended.get(tier)!, last ?? noUsage));
      }
      return ended;
    },
  };
}

/** The last report that was received of a call must be one that the provider sent. */
function checkHeard(
  name: string,
  last: Usage | null,
  reports: readonly Usage[],
  breach: Findings["breach"],
): void {
  if (last !== null && !reports.some((report) => same(report, last)))
    breach(`${name}: the log holds a usage that the provider never reported`);
}

function reportsByUnit(record: RunRecord): ReadonlyMap<string, readonly Usage[]> {
  const reports = new Map<string, Usage[]>();
  for (const observation of record.observations) {
    if (observation.type !== "sent" || observation.usage === null) continue;
    const { address } = observation;
    if (address === null) continue;
    const name = nameOfUnit({ ...address, sessionId: sessionIdOf(address) });
    const list = reports.get(name) ?? [];
    reports.set(name, list);
    list.push(observation.usage);
  }
  return reports;
}

const same = (a: Usage, b: Usage): boolean => canonicalJson(a) === canonicalJson(b);

/** With a limit in tokens, what was used and held never passes it at the moment a call goes out. */
function checkReservations(record: RunRecord, { exercise, breach }: Findings): void {
  let limit: number | null = null;
  let used = 0;
  const held = new Map<number, { reserved: number; last: Usage | null }>();
  for (const event of record.log) {
    switch (event.type) {
      case "run.started":
        limit = event.settings.budget.tokens;
        break;
      case "popup.decided":
        if (event.decision.type === "raise") limit = event.decision.tokens;
        break;
      case "model.started": {
        if (event.reservedTokens <= 0) breach(`event ${event.seq}: a call without a reservation`);
        held.set(event.seq, { reserved: event.reservedTokens, last: null });
        if (limit === null) break;
        exercise();
        const sum = used + [...held.values()].reduce((total, call) => total + call.reserved, 0);
        if (sum > limit)
          breach(`event ${event.seq}: ${sum} tokens used and held; the limit is ${limit}`);
        break;
      }
      case "stream.deltas":
        if (event.usage !== null) held.get(event.effectId)!.last = event.usage;
        break;
      case "stream.completed":
      case "stream.discarded": {
        const { last } = held.get(event.effectId)!;
        held.delete(event.effectId);
        if (last === null) break;
        used += last.inputTokens + last.outputTokens + last.cacheReadTokens + last.cacheWriteTokens;
        break;
      }
      default:
    }
  }
}
