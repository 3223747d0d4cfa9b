import type { Delta } from "../../../core/reply/delta.ts";
import type { Event } from "../../../core/event.ts";
import { type Tier, tiers } from "../../../core/ids.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Usage } from "../../../core/ledger/usage.ts";
import type { RunRecord } from "../../record.ts";
import { nameOfAsked, nameOfUnit, rawUnitsOf } from "../delivery.ts";
import type { Findings } from "../verdict.ts";
import { noTokens, withUsage, withoutUsage } from "./token-sums.ts";

/** What the provider reported of a run's calls, as far as it was read, event by event. */
export interface Reports {
  /** Takes in the next event; whether it could change a sum. */
  hear(event: Event): boolean;
  /** By tier, of all calls by now. */
  readonly sums: ReadonlyMap<Tier, Usage>;
  /** Tiers with a reply for which the provider did not report the prompt's tokens or the reply's own. */
  readonly missing: ReadonlySet<Tier>;
  /** The same of calls that have ended. */
  ended(): ReadonlyMap<Tier, Usage>;
}

export function hearReports(record: RunRecord, { breach }: Findings): Reports {
  const reported = reportsByUnit(record);
  const raw = rawUnitsOf(record);
  const sums = new Map<Tier, Usage>(tiers.map((tier) => [tier, noTokens]));
  const open = new Map<number, OpenCall>();
  const missing = new Set<Tier>();
  const count = (tier: Tier, before: Usage | null, usage: Usage | null): void => {
    const without = withoutUsage(sums.get(tier)!, before ?? noTokens);
    sums.set(tier, withUsage(without, usage ?? noTokens));
  };
  return {
    sums,
    missing,
    hear(event) {
      switch (event.type) {
        case "model.started": {
          const { address, unit } = event;
          const { tier } = address;
          open.set(event.seq, { name: nameOfUnit(unit), tier, last: null, brought: false });
          return true;
        }
        case "stream.deltas": {
          const call = open.get(event.effectId)!;
          if (event.deltas.some(hasContent)) call.brought = true;
          if (event.usage === null) return false;
          count(call.tier, call.last, event.usage);
          call.last = event.usage;
          return true;
        }
        case "stream.completed":
        case "stream.discarded": {
          const { name, tier, last, brought } = open.get(event.effectId)!;
          const isWhole = event.type === "stream.completed";
          if (lacks(last, brought, isWhole)) missing.add(tier);
          open.delete(event.effectId);
          // The mock does not know what usage a raw reply reports, so the log is believed.
          if (raw.has(name)) return true;
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
        if (raw.has(name)) {
          ended.set(tier, withoutUsage(ended.get(tier)!, last ?? noTokens));
          continue;
        }
        checkHeard(name, last, reported.get(name) ?? [], breach);
        ended.set(tier, withoutUsage(ended.get(tier)!, last ?? noTokens));
      }
      return ended;
    },
  };
}

interface OpenCall {
  readonly name: string;
  readonly tier: Tier;
  last: Usage | null;
  /** Whether anything of the reply arrived. */
  brought: boolean;
}

/** Whether a call's reports leave out what it must have taken. */
export function lacks(last: Usage | null, brought: boolean, isWhole: boolean): boolean {
  if (!isWhole) return false;
  if (last === null) return brought;
  const prompt = last.inputTokens + last.cacheReadTokens + last.cacheWriteTokens;
  return prompt === 0 || (brought && last.outputTokens === 0);
}

export function hasContent(delta: Delta): boolean {
  switch (delta.type) {
    case "text":
    case "thinking":
      return delta.text !== "";
    case "tool-use":
      return true;
    case "tool-input":
      return delta.json !== "";
    default:
      return false;
  }
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
    if (observation.type !== "sent" || observation.event.usage === null) continue;
    const { address } = observation;
    if (address === null) continue;
    const name = nameOfAsked(address);
    const list = reports.get(name) ?? [];
    reports.set(name, list);
    list.push(observation.event.usage);
  }
  return reports;
}

const same = (a: Usage, b: Usage): boolean => canonicalJson(a) === canonicalJson(b);
