import { type AttemptOutcome, attemptOutcome, attemptOutcomes } from "../attempt-outcome.ts";
import { type TicketId, type Tier, tiers } from "../ids.ts";
import { tiersThatReportWrites } from "../window/cache-miss.ts";
import type { LedgerEntry } from "./ledger.ts";
import { type CallUnderWay, callsUnderWay } from "./ledger-under-way.ts";
import type { Projection } from "../projection.ts";
import { type Spending, spendingOf } from "./spending.ts";
import type { State } from "../state.ts";
import { noUsage, subtractUsage, type Usage } from "./usage.ts";

/**
 * What one group took in all, and parts of that: `completed`, `discarded` and `underWay` come to the whole; `retried` and
 * `repairs` are counted again beside them.
 */
export interface SpendingGroup {
  readonly name: string;
  /** Whether a provider of its models reports what it writes to its cache; if none does, 0 written tokens mean nothing. */
  readonly reportsWrites: boolean;
  readonly total: Spending;
  readonly completed: Spending;
  readonly discarded: Spending;
  /** Calls whose end is not in the log: as far as was reported by then. */
  readonly underWay: Spending;
  readonly retried: Spending;
  /** Planners' turns that were to mend a plan which had been refused. */
  readonly repairs: Spending;
  /** Of `total`, what no provider told. */
  readonly estimated: Spending;
}

/** One attempt at a ticket. The group of the planning has no ticket, attempt and outcome. */
export interface AttemptGroup extends SpendingGroup {
  readonly ticketId: TicketId | null;
  readonly attempt: number | null;
  readonly outcome: AttemptOutcome | null;
  /** The Worker's part and the QA's; of the planning the Orchestrator's and the Tech Leads'. */
  readonly byTier: readonly SpendingGroup[];
}

/** Ways to look at a ledger. Each groups all of it, so each comes to the same sum. */
export interface LedgerGroups {
  readonly sum: SpendingGroup;
  readonly byTier: readonly SpendingGroup[];
  readonly byTrack: readonly SpendingGroup[];
  readonly byTicket: readonly SpendingGroup[];
  readonly byModel: readonly SpendingGroup[];
  /** A worker's or a QA's attempt; the planners live once. */
  readonly byAttempt: readonly AttemptGroup[];
  /** Planning, and attempts by how they ended: what came to nothing costs, too. */
  readonly byOutcome: readonly SpendingGroup[];
}

/** `standing`: how the run stands; one that was killed has no end in its log. */
export function groupLedger(
  state: State,
  standing: Projection["outcome"] = state.ended?.outcome ?? "running",
): LedgerGroups {
  const entries = entriesOf(state);
  const grouping: Grouping = { state, standing, reporting: tiersThatReportWrites(state) };
  const group = (nameOf: (entry: Entry) => string) =>
    [...partsOf(entries, nameOf)].map(([name, members]) => groupOf(grouping, name, members));
  return {
    sum: groupOf(grouping, "all", entries),
    byTier: tiersOf(grouping, entries),
    byTrack: group(({ seat }) => seat.trackId ?? notOfATrack),
    byTicket: group(({ seat }) => seat.ticketId ?? notOfATicket),
    byModel: group(({ model }) => model),
    byAttempt: [...partsOf(entries, attemptName)].map(([name, members]) =>
      attemptOf(grouping, name, members),
    ),
    byOutcome: group(({ seat }) => attemptOutcome(state, seat, standing) ?? planning).toSorted(
      (a, b) => outcomeNames.indexOf(a.name) - outcomeNames.indexOf(b.name),
    ),
  };
}

interface Grouping {
  readonly state: State;
  readonly standing: Projection["outcome"];
  /** Tiers whose provider tells what it writes to its cache. */
  readonly reporting: ReadonlySet<Tier>;
}

/** What is booked of a session, or a call of it that is not booked yet. */
interface Entry extends Readonly<LedgerEntry> {
  readonly underWayUsage: Usage;
  readonly underWayCalls: number;
}

const entriesOf = (state: State): readonly Entry[] => [
  ...[...state.ledger.entries.values()].map((entry) => ({
    ...entry,
    underWayUsage: noUsage,
    underWayCalls: 0,
  })),
  ...callsUnderWay(state).map(underWayEntry),
];

function underWayEntry({ seat, model, usage, purpose, ...call }: CallUnderWay): Entry {
  const [isRetry, isRepair] = [call.try > 1, purpose === "repair"];
  return {
    seat,
    model,
    usage,
    discardedUsage: noUsage,
    retriedUsage: isRetry ? usage : noUsage,
    repairUsage: isRepair ? usage : noUsage,
    underWayUsage: usage,
    estimatedUsage: noUsage,
    estimatedCalls: 0,
    completedCalls: 0,
    discardedCalls: 0,
    retriedCalls: isRetry ? 1 : 0,
    repairCalls: isRepair ? 1 : 0,
    underWayCalls: 1,
  };
}

const notOfATrack = "(the epic)";
const notOfATicket = "(planning)";
const planning = "planning";
const outcomeNames: readonly string[] = [planning, ...attemptOutcomes];

const attemptName = ({ seat }: Entry): string =>
  seat.ticketId === null ? notOfATicket : `${seat.ticketId} attempt ${seat.attempt}`;

function attemptOf(grouping: Grouping, name: string, entries: readonly Entry[]): AttemptGroup {
  const { seat } = entries[0]!;
  return {
    ...groupOf(grouping, name, entries),
    ticketId: seat.ticketId,
    attempt: seat.ticketId === null ? null : seat.attempt,
    outcome: attemptOutcome(grouping.state, seat, grouping.standing),
    byTier: tiersOf(grouping, entries),
  };
}

function tiersOf(grouping: Grouping, entries: readonly Entry[]): readonly SpendingGroup[] {
  return [...partsOf(entries, ({ seat }) => seat.tier)]
    .map(([name, members]) => groupOf(grouping, name, members))
    .toSorted((a, b) => tiers.indexOf(a.name as Tier) - tiers.indexOf(b.name as Tier));
}

function partsOf(
  entries: readonly Entry[],
  nameOf: (entry: Entry) => string,
): ReadonlyMap<string, readonly Entry[]> {
  const parts = new Map<string, Entry[]>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const members = parts.get(name);
    if (members === undefined) parts.set(name, [entry]);
    else members.push(entry);
  }
  return parts;
}

function groupOf(grouping: Grouping, name: string, entries: readonly Entry[]): SpendingGroup {
  const spending = (partOf: (entry: Entry) => Pick<Spending, "calls" | "usage">): Spending =>
    spendingOf(
      entries.map((entry) => ({ model: entry.model, ...partOf(entry) })),
      grouping.state.settings.prices,
    );
  return {
    name,
    reportsWrites: entries.some(({ seat }) => grouping.reporting.has(seat.tier)),
    total: spending(({ usage, completedCalls, discardedCalls, underWayCalls }) => ({
      calls: completedCalls + discardedCalls + underWayCalls,
      usage,
    })),
    completed: spending(({ usage, discardedUsage, underWayUsage, completedCalls }) => ({
      calls: completedCalls,
      usage: subtractUsage(subtractUsage(usage, discardedUsage), underWayUsage),
    })),
    discarded: spending(({ discardedUsage, discardedCalls }) => ({
      calls: discardedCalls,
      usage: discardedUsage,
    })),
    underWay: spending(({ underWayUsage, underWayCalls }) => ({
      calls: underWayCalls,
      usage: underWayUsage,
    })),
    retried: spending(({ retriedUsage, retriedCalls }) => ({
      calls: retriedCalls,
      usage: retriedUsage,
    })),
    repairs: spending(({ repairUsage, repairCalls }) => ({
      calls: repairCalls,
      usage: repairUsage,
    })),
    estimated: spending(({ estimatedUsage, estimatedCalls }) => ({
      calls: estimatedCalls,
      usage: estimatedUsage,
    })),
  };
}
