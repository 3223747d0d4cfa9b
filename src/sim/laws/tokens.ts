import type { Event } from "../../core/event.ts";
import { type PopupId, type Tier, tiers } from "../../core/ids.ts";
import type { Ledger } from "../../core/ledger/ledger.ts";
import { reportedByTier } from "../../core/ledger/ledger-under-way.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { RunRecord } from "../record.ts";
import { checkTime } from "./time.ts";
import { checkEntries } from "./usage/ledger-entries.ts";
import { hearReports } from "./usage/reported-usage.ts";
import { checkShownUsage } from "./usage/shown-usage.ts";
import { tokensOf, usageMembers } from "./usage/token-sums.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 5. At every event, the ledger's sums and what is under way equal the sums of the usage that the provider
 * had reported by then, discarded tries included; what a reply took and nobody told is estimated, told apart, and
 * binds; a call is reserved against the budget before it is sent.
 */
export function checkTokens(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    if (record.log.length === 0) return;
    const reports = hearReports(record, findings);
    let state: State | null = null;
    let isMidway = true;
    let isHeldRight = true;
    for (const event of record.log) {
      state = reduce(state, event);
      const isNews = reports.hear(event);
      // After one breach the sums are not compared any more: they stay wrong.
      if (isNews && isMidway) isMidway = isAsReported(state, event.seq, reports.sums, findings);
      if (event.type === "model.started") checkWithinBudget(state, event.seq, findings);
      if (isHeldRight && holdsOrFrees(event)) {
        const wrong = wrongHeld(state);
        isHeldRight = wrong === null;
        if (wrong !== null) findings.breach(`event ${event.seq}: ${wrong}`);
      }
    }
    const { ledger, settings } = state!;
    checkEstimates(ledger, reports.missing, findings);
    const reported = reportedByTier(state!);
    for (const tier of tiers) {
      findings.exercise();
      const own = reported.get(tier)!;
      const sum = reports.sums.get(tier)!;
      for (const member of usageMembers) {
        if (own[member] !== sum[member]) {
          findings.breach(
            `${tier}: the ledger says ${own[member]} ${member}; ${sum[member]} were reported`,
          );
        }
      }
    }
    // Only calls that ended have an entry; those in flight have none.
    const ended = reports.ended();
    checkEntries(ledger, record.log, { sums: ended, prices: settings.prices }, findings);
    findings.exercise();
    const wrong = isHeldRight ? wrongHeld(state!) : null;
    if (wrong !== null) findings.breach(`at the end ${wrong}`);
    checkShownUsage(state!, findings);
    checkReservations(record, findings);
    checkTime(record, findings);
  });
}

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
    usageMembers.some((member) => reported.get(tier)![member] !== sums.get(tier)![member]),
  );
  if (wrong === undefined) return true;
  breach(`event ${seq}: ${wrong}: the ledger does not hold what was reported by then`);
  return false;
}

/** Estimates count against the budget, and there are estimates only where the provider reported nothing. */
function checkEstimates(
  { estimatedByTier }: Ledger,
  missing: ReadonlySet<Tier>,
  { exercise, breach }: Findings,
): void {
  exercise();
  for (const [tier, usage] of estimatedByTier) {
    if (usageMembers.some((member) => usage[member] < 0))
      breach(`${tier}: an estimate is below zero`);
    if (tokensOf(usage) > 0 && !missing.has(tier))
      breach(`${tier}: ${tokensOf(usage)} tokens are estimated, and all were reported`);
    if (tokensOf(usage) === 0 && missing.has(tier))
      breach(`${tier}: a reply came without its usage, and nothing is booked for it`);
  }
}

const holdsOrFrees = ({ type }: Event): boolean =>
  type === "model.started" || type === "stream.completed" || type === "stream.discarded";

/** What is wrong where not the tokens and dollars of the calls in flight are reserved, and no others; else `null`. */
function wrongHeld({ ledger, unsettled }: State): string | null {
  let held = 0;
  let heldUsd = 0;
  for (const intent of unsettled.values()) {
    if (intent.type !== "model.started") continue;
    held += intent.reservedTokens;
    heldUsd += intent.reservedUsd ?? 0;
  }
  const { reservedTokens, reservedUsd } = ledger;
  if (Math.abs(reservedUsd - heldUsd) > 1e-6)
    return `${reservedUsd} dollars are held; the calls under way need ${heldUsd}`;
  return reservedTokens === held
    ? null
    : `${reservedTokens} tokens are held; the calls under way need ${held}`;
}

/** When a call is sent, all that is used, estimates among it, and all that is held is within the limits. */
function checkWithinBudget(
  { ledger, budget }: State,
  seq: number,
  { exercise, breach }: Findings,
): void {
  exercise();
  const tokens = ledger.usedTokens + ledger.reservedTokens;
  if (budget.tokens !== null && tokens > budget.tokens)
    breach(`event ${seq}: ${tokens} tokens used and held; the limit is ${budget.tokens}`);
  const usd = ledger.usedUsd === null ? Infinity : ledger.usedUsd + ledger.reservedUsd;
  if (budget.costUsd !== null && usd > budget.costUsd + 1e-9)
    breach(`event ${seq}: ${usd} dollars used and held; the limit is ${budget.costUsd}`);
}

/**
 * The same by the log alone, of the tokens that were reported. A person is asked for more once nothing under way can bring
 * it, not twice at once, is shown the limits that stand, those that were raised among them, and is not asked again after a
 * refusal, or once the time to answer has run out.
 */
function checkReservations(record: RunRecord, { exercise, breach }: Findings): void {
  let limit: number | null = null;
  let limitUsd: number | null = null;
  let used = 0;
  let isRefused = false;
  let asked: PopupId | null = null;
  const held = new Map<number, { reserved: number; last: Usage | null }>();
  for (const event of record.log) {
    switch (event.type) {
      case "run.started":
        ({ tokens: limit, costUsd: limitUsd } = event.settings.budget);
        break;
      case "popup.opened": {
        if (event.popup.kind !== "budget" || event.popup.payload.time !== undefined) break;
        const where = `event ${event.seq}: the budget is asked about`;
        const { limitTokens, limitUsd: shownUsd } = event.popup.payload;
        if (limitTokens !== limit || shownUsd !== limitUsd)
          breach(
            `${where} with ${limitTokens} tokens and ${shownUsd} dollars; the limits are ${limit} and ${limitUsd}`,
          );
        if (isRefused) breach(`${where} again, and a person has refused, or let its time run out`);
        if (asked !== null) breach(`${where} while ${asked} is open`);
        asked = event.popup.id;
        const [under] = held.keys();
        if (under !== undefined)
          breach(`${where}, and the call of event ${under} may take less than is held for it`);
        break;
      }
      case "popup.expired":
        if (event.popupId !== asked) break;
        asked = null;
        isRefused = true;
        break;
      case "popup.decided":
        if (event.popupId === asked) asked = null;
        isRefused ||= event.popupId.startsWith("budget:") && event.decision.type === "stop";
        if (event.decision.type !== "raise") break;
        ({ tokens: limit, costUsd: limitUsd } = event.decision);
        break;
      case "model.started": {
        if (event.reservedTokens < event.maxOutputTokens)
          breach(
            `event ${event.seq}: ${event.reservedTokens} tokens are held for a call that may bring ${event.maxOutputTokens}`,
          );
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
        used += tokensOf(last);
        break;
      }
      default:
    }
  }
}
