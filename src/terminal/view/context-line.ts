import { promptTokensOf } from "../../core/window/context-account.ts";
import { type ContextFill, fillOf } from "../../core/window/context-fill.ts";
import { type ContextLevel, levelOf } from "../../core/window/context-level.ts";
import { pendingCallsOf, withResultsInHand } from "../../core/window/context-pending.ts";
import { type MessageTokens, measure } from "../../core/window/context-tokens.ts";
import type { Message } from "../../core/message.ts";
import type { Event, EventOf } from "../../core/event.ts";
import { type SessionId, sessionIdOf } from "../../core/ids.ts";
import { reduce } from "../../core/reduce/reduce.ts";
import type { SessionState, State } from "../../core/state.ts";
import { type Drops, noDrops } from "../../core/window/trim-messages.ts";
import { type MeterReading, meterText, nextCallWarning } from "./context-meter-text.ts";
import type { Paper } from "../../core/words/paper.ts";

/**
 * Says after each turn how full the context window of a session is, and warns before and after messages are left
 * out.
 */
export interface ContextMeter {
  /** Takes in an event of an earlier process, without a line for it. */
  learn(event: Event): void;
  /** The line that an event calls for, styled, with its session; `null` for most events. */
  take(event: Event): ContextLine | null;
}

export interface ContextLine {
  readonly sessionId: SessionId;
  readonly line: string;
}

/** What the last line on a session said. */
interface Shown {
  readonly level: ContextLevel | null;
  /** Whether it was said in this turn that the next call leaves something out. */
  readonly isWarned: boolean;
}

/** Reduces the log to a state of its own, so that its numbers are those of `rehearsal context`. */
export function createContextMeter(paper: Paper): ContextMeter {
  let state: State | null = null;
  const shown = new Map<SessionId, Shown>();
  const measureOnce = createMeasurer();

  const read = (written: SessionState): MeterReading => {
    const session = withResultsInHand(written);
    const messageTokens = session.context.messageTokens ?? session.messages.map(measureOnce);
    const { fill } = fillOf(state!, session, messageTokens);
    const [last, before] = session.context.calls
      .filter(({ completed }) => completed)
      .slice(-2)
      .toReversed();
    const promptTokens = last === undefined ? 0 : promptTokensOf(last.usage);
    const readTokens = last?.usage.cacheReadTokens ?? 0;
    return {
      fill,
      grownTokens: before === undefined ? 0 : promptTokens - promptTokensOf(before.usage),
      pendingCalls: pendingCallsOf(session),
      cachedShare: readTokens === 0 ? null : readTokens / promptTokens,
    };
  };

  const completed = (sessionId: SessionId): ContextLine | null => {
    const session = state!.sessions.get(sessionId)!;
    if (session.context.calls.length === 0) return null;
    const reading = read(session);
    shown.set(sessionId, { level: levelIn(reading.fill), isWarned: false });
    return { sessionId, line: meterText(reading, paper) };
  };

  /** While other tools are at work or wait for a person, the results so far may already be too much. */
  const toolEnded = (sessionId: SessionId): ContextLine | null => {
    const session = state!.sessions.get(sessionId)!;
    const before = shown.get(sessionId);
    if (before === undefined || before.isWarned || pendingCallsOf(session) === 0) return null;
    const { fill } = read(session);
    const next = nextCallWarning(fill);
    if (next === null) return null;
    shown.set(sessionId, { ...before, isWarned: true });
    const warning = `▲ about ${number(fill.estimatedTokens)} tokens by now: ${next}`;
    return { sessionId, line: paper.ink("yellow", warning) };
  };

  /** A popup may stay on the screen for long, so the line is brought up to date before it. */
  const asked = ({ popup }: EventOf<"popup.opened">): ContextLine | null => {
    const { ticketId, attempt } = popup;
    if (ticketId === null) return null;
    const sessionId = sessionIdOf({ tier: "tier3", ticketId, attempt });
    const session = state!.sessions.get(sessionId);
    if (session === undefined || session.context.calls.length === 0) return null;
    const reading = { ...read(session), cachedShare: null };
    const level = levelIn(reading.fill);
    const before = shown.get(sessionId);
    if (level === null || level === before?.level) return null;
    shown.set(sessionId, { level, isWarned: before?.isWarned ?? false });
    return { sessionId, line: meterText(reading, paper) };
  };

  return {
    learn(event) {
      state = reduce(state, event);
    },
    take(event) {
      const drops = dropsBefore(state, event);
      state = reduce(state, event);
      switch (event.type) {
        case "stream.completed":
          return completed(event.unit.sessionId);
        case "tool.ended":
          return toolEnded(event.sessionId);
        case "popup.opened":
          return asked(event);
        case "context.trimmed": {
          const line = paper.ink("yellow", trimText(event, drops));
          return { sessionId: event.sessionId, line };
        }
        default:
          return null;
      }
    },
  };
}

/** Measures each message once, however many turns follow. */
function createMeasurer(): (message: Message) => MessageTokens {
  const known = new WeakMap<Message, MessageTokens>();
  return (message) => {
    const before = known.get(message);
    if (before !== undefined) return before;
    const tokens = measure(message);
    known.set(message, tokens);
    return tokens;
  };
}

function levelIn({ utilisation }: ContextFill): ContextLevel | null {
  return utilisation === null ? null : levelOf(utilisation);
}

function dropsBefore(state: State | null, event: Event): Drops {
  if (event.type !== "context.trimmed") return noDrops;
  return state?.sessions.get(event.sessionId)?.context.drops ?? noDrops;
}

const number = (amount: number): string => amount.toLocaleString("en-US");

/** Says what a trim leaves out that the trim before did not, and how much is left. */
export function trimText(
  { drops, beforeTokens, estimatedTokens }: EventOf<"context.trimmed">,
  before: Drops,
): string {
  const turns = rangeText("", before.turnsThrough, drops.turnsThrough);
  const results = rangeText(
    "tool output of ",
    Math.max(before.resultsThrough, drops.turnsThrough),
    drops.resultsThrough,
  );
  const out = [turns, results].filter((text) => text !== "").join(", ");
  return `▲ the context is full (about ${number(beforeTokens)} tokens): ${out} left out from now on; about ${number(estimatedTokens)} are left`;
}

/** Words a range; empty where the range is. */
function rangeText(what: string, after: number, through: number): string {
  if (through <= after) return "";
  if (through === after + 1) return `${what}turn ${through}`;
  return `${what}turns ${after + 1} to ${through}`;
}
