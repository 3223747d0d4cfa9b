import { type Address, sessionIdOf, type Tier, tiers } from "../../core/ids.ts";
import { canonicalJson } from "../../core/json.ts";
import type { Ledger } from "../../core/ledger.ts";
import { fold } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import {
  addUsage,
  costUsd,
  noUsage,
  type Price,
  totalTokens,
  type Usage,
} from "../../core/usage.ts";
import type { RunRecord } from "../record.ts";
import { nameOfUnit } from "./delivery.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 5. The ledger's sums equal the sums of the usage that the provider reported, discarded tries
 * included; a call is reserved against the budget before it is sent.
 */
export function checkTokens(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    if (record.log.length === 0) return;
    const sums = sumReported(record, findings);
    const { ledger, settings, unsettled } = fold(record.log)!;
    for (const tier of tiers) {
      findings.exercise();
      const own = ledger.byTier.get(tier)!;
      const sum = sums.get(tier)!;
      for (const member of [
        "inputTokens",
        "outputTokens",
        "cacheReadTokens",
        "cacheWriteTokens",
      ] as const) {
        if (own[member] !== sum[member]) {
          findings.breach(
            `${tier}: the ledger says ${own[member]} ${member}; ${sum[member]} were reported`,
          );
        }
      }
    }
    checkEntries(ledger, { sums, prices: settings.prices }, findings);
    checkHeld(ledger, unsettled, findings);
    checkReservations(record, findings);
  });
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

/** What is held is what the calls under way may take, and nothing of those that ended. */
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

/** By tier, what the provider reported of each call, as far as it was still read. */
function sumReported(record: RunRecord, { breach }: Findings): ReadonlyMap<Tier, Usage> {
  const reported = reportsByUnit(record);
  const sums = new Map<Tier, Usage>(tiers.map((tier) => [tier, noUsage]));
  const started = new Map<number, { name: string; address: Address; last: Usage | null }>();
  for (const event of record.log) {
    if (event.type === "model.started") {
      const { address, unit } = event;
      started.set(event.seq, { name: nameOfUnit(unit), address, last: null });
    }
    if (event.type === "stream.deltas" && event.usage !== null) {
      started.get(event.effectId)!.last = event.usage;
    }
    if (event.type !== "stream.completed" && event.type !== "stream.discarded") continue;
    const { name, address, last } = started.get(event.effectId)!;
    const reports = reported.get(name) ?? [];
    // Whoever lets go of a stream, or dies, does not hear its last report.
    const heardAll =
      event.type === "stream.completed" ||
      !["cancelled", "crashed", "stalled"].includes(event.failure.code);
    const final = heardAll ? (reports.at(-1) ?? null) : last;
    if (!heardAll && last !== null && !reports.some((report) => same(report, last))) {
      breach(`${name}: the log holds a usage that the provider never reported`);
    }
    if (final !== null) sums.set(address.tier, addUsage(sums.get(address.tier)!, final));
  }
  return sums;
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
