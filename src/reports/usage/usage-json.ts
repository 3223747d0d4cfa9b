import { groupLedger, type LedgerGroups } from "../../core/ledger/ledger-groups.ts";
import type { Projection } from "../../core/projection.ts";
import type { State } from "../../core/state.ts";

/** What `rehearsal show RUN --usage --json` prints; docs/usage-json.md says what its members mean. */
export interface UsageJson extends Pick<Projection, "runId" | "epic" | "outcome">, LedgerGroups {
  readonly version: 1;
}

export function usageJson(state: State, outcome: Projection["outcome"]): UsageJson {
  const { runId, epic } = state;
  return { version: 1, runId, epic, outcome, ...groupLedger(state, outcome) };
}
