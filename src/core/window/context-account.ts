import { type MessageTokens, charactersOf, measure, tokensMaxOf } from "./context-tokens.ts";
import type { Message } from "../message.ts";
import type { SessionId } from "../ids.ts";
import { type Drops, noDrops } from "./trim-messages.ts";
import type { Usage } from "../ledger/usage.ts";

/** One call of a session that ended, as far as the provider reported on it. */
export interface CallReport {
  readonly turn: number;
  readonly try: number;
  readonly completed: boolean;
  readonly startedAtMs: number;
  /** When the provider first reported: by then it has read the prompt and its cache. */
  readonly usageAtMs: number;
  /** The number of that event: in a simulation, many events have the same time. */
  readonly usageSeq: number;
  readonly usage: Usage;
  /** What its request left out. */
  readonly drops: Drops;
  /** The session whose report the estimate was based on, where its own session had none yet. */
  readonly estimatedBy: Reporter | null;
}

/** A completed call of another session of the tier. */
export interface Reporter {
  readonly sessionId: SessionId;
  readonly call: CallReport;
}

/** What a session keeps to know how full its window is. `reduce` changes it in place. */
export interface ContextAccount {
  /** Of all messages, in full. */
  characters: number;
  /** An upper bound of the next prompt for every tokenizer, which is cheap to keep. */
  tokensMax: number;
  /**
   * By message, once the limit is in sight; `null` before: a session that is far from its limit pays for no
   * tokenizer.
   */
  messageTokens: MessageTokens[] | null;
  /** What requests leave out from now on. */
  drops: Drops;
  readonly calls: CallReport[];
  /** Of the call under way. */
  startedAtMs: number;
  firstUsage: { readonly atMs: number; readonly seq: number } | null;
  estimatedBy: Reporter | null;
}

/** `fixedTokensMax`: of the system prompt and the tools. `roomTokens` is `null` where no limit is known. */
export function openAccount(
  messages: readonly Message[],
  fixedTokensMax: number,
  roomTokens: number | null,
): ContextAccount {
  const account: ContextAccount = {
    characters: 0,
    tokensMax: fixedTokensMax,
    messageTokens: null,
    drops: noDrops,
    calls: [],
    startedAtMs: 0,
    firstUsage: null,
    estimatedBy: null,
  };
  accountForMessage(account, messages, roomTokens);
  return account;
}

/** Takes in the last of the messages. */
export function accountForMessage(
  account: ContextAccount,
  messages: readonly Message[],
  roomTokens: number | null,
): void {
  const message = messages.at(-1)!;
  account.characters += charactersOf(message);
  account.tokensMax += tokensMaxOf(message);
  if (account.messageTokens !== null) account.messageTokens.push(measure(message));
  else if (isInSight(account, roomTokens)) account.messageTokens = messages.map(measure);
}

/** Whether the next prompt could be too long. Where not, nothing needs to be counted. */
export function isInSight(account: ContextAccount, roomTokens: number | null): boolean {
  return roomTokens !== null && account.tokensMax > roomTokens;
}

/** A call goes out. */
export function accountForStart(
  account: ContextAccount,
  start: { readonly atMs: number; readonly estimatedBy: Reporter | null },
): void {
  account.startedAtMs = start.atMs;
  account.firstUsage = null;
  account.estimatedBy = start.estimatedBy;
}

/** Takes in the end of a call. Without a report of its usage, nothing changes. */
export function accountForCall(
  account: ContextAccount,
  call: { readonly turn: number; readonly try: number; readonly completed: boolean },
  usage: Usage | null,
): void {
  const { startedAtMs, firstUsage, drops, estimatedBy } = account;
  account.firstUsage = null;
  if (usage === null || firstUsage === null) return;
  const { atMs: usageAtMs, seq: usageSeq } = firstUsage;
  account.calls.push({ ...call, startedAtMs, usageAtMs, usageSeq, usage, drops, estimatedBy });
  if (call.completed) account.tokensMax = promptTokensOf(usage);
}

/** All that a provider read for a call: what was new, and what its cache read and wrote. */
export function promptTokensOf(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
}
