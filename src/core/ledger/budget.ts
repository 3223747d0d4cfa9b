import { fixedCharactersOf } from "../window/context-prompt.ts";
import type { Failure } from "../failure.ts";
import { budgetGateId } from "../gates/gate.ts";
import { outputLimitOf } from "../server-knowledge.ts";
import type { SessionState, State } from "../state.ts";
import { costUsd, noUsage } from "./usage.ts";

/**
 * The most that a call may take, held against the budget while it is in flight. `costUsd` is `null` where the
 * model's price is unknown.
 */
export interface Reservation {
  readonly tokens: number;
  readonly costUsd: number | null;
}

/** Mean over English prose and code: good enough where the window is not in sight. */
const charactersPerToken = 3.5;

/** `estimatedTokens` is the prompt's estimate; where it is `null`, the prompt's length is taken instead. */
export function reservationFor(
  state: State,
  session: SessionState,
  estimatedTokens: number | null,
): Reservation {
  const { tier } = session.seat;
  const { model } = state.settings.models[tier];
  const outputTokens = outputLimitOf(state, tier);
  const characters = fixedCharactersOf(state.settings, tier) + session.context.characters;
  const inputTokens = estimatedTokens ?? Math.ceil(characters / charactersPerToken);
  const price = state.settings.prices[model];
  return {
    tokens: inputTokens + outputTokens,
    costUsd: price === undefined ? null : costUsd({ ...noUsage, inputTokens, outputTokens }, price),
  };
}

export function isAffordable({ budget, ledger }: State, reserved: Reservation): boolean {
  const tokens = ledger.usedTokens + ledger.reservedTokens + reserved.tokens;
  if (budget.tokens !== null && tokens > budget.tokens) return false;
  if (budget.costUsd === null) return true;
  // A limit in dollars cannot hold where a price is unknown, so nothing more is spent.
  if (reserved.costUsd === null || ledger.usedUsd === null) return false;
  return ledger.usedUsd + ledger.reservedUsd + reserved.costUsd <= budget.costUsd;
}

export const budgetSpent: Failure = { code: "budget", message: "the budget is spent" };

/** Whether a person was asked for more, of tokens, dollars or the run's time, and refused. */
export function isSpent(state: State): boolean {
  if (state.time.isRefused) return true;
  if (state.budgetRound === 1) return false;
  const last = state.gates.get(budgetGateId(state.budgetRound - 1));
  return last !== undefined && last.status !== "allowed";
}
