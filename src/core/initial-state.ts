import type { RunId } from "./ids.ts";
import { emptyLedger } from "./ledger/ledger.ts";
import { noTimeSpent } from "./ledger/working-time.ts";
import { builtInRules } from "./gates/rule.ts";
import type { Settings } from "./settings.ts";
import { newPlanner } from "./planning/planner.ts";
import type { State } from "./state.ts";

/** The state of a run of which nothing has happened yet. */
export function initialState(started: {
  readonly runId: RunId;
  readonly epic: string;
  readonly settings: Settings;
  readonly atMs: number;
}): State {
  return {
    runId: started.runId,
    epic: started.epic,
    settings: started.settings,
    startedAtMs: started.atMs,
    lastSeq: 0,
    nowMs: started.atMs,
    ended: null,
    interrupted: false,
    survey: { status: "due", failure: null, files: [], documents: [] },
    plan: newPlanner(),
    planFailure: null,
    tracks: new Map(),
    tickets: new Map(),
    queue: new Set(),
    claimed: new Set(),
    parked: new Set(),
    pausedTickets: new Map(),
    pausedSessions: new Map(),
    mergeQueue: new Set(),
    merging: null,
    sessions: new Map(),
    dueSessions: new Set(),
    lastReports: new Map(),
    streams: new Map(),
    gates: new Map(),
    openPopups: new Map(),
    rules: [...builtInRules, ...started.settings.rules],
    alwaysRules: [],
    interventions: new Set(),
    budget: started.settings.budget,
    budgetRound: 1,
    ledger: emptyLedger(),
    time: noTimeSpent(started.atMs),
    servers: new Map(),
    unsettled: new Map(),
    abandoned: new Map(),
  };
}
