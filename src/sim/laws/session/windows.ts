import type { Event } from "../../../core/event.ts";
import type { SessionId, Tier } from "../../../core/ids.ts";
import type { Usage } from "../../../core/ledger/usage.ts";
import type { Complain, Turn } from "../../../mock-provider/reading/turn.ts";
import { nameOfUnit } from "../delivery.ts";
import type { Findings } from "../verdict.ts";

/** What one request leaves out, by the log, and the results of the calls before it. */
export interface Window {
  readonly resultsThrough: number;
  readonly turnsThrough: number;
  /** Of all turns before it, in order. */
  readonly results: readonly {
    readonly turn: number;
    readonly text: string;
    readonly isError: boolean;
  }[];
}

/** This many of the last turns stay whole while anything older can be left out. */
const recentTurns = 3;

/**
 * What a full window leaves out is the oldest: of ever more turns the tools' output, then the turns themselves; never
 * the last turn, and of those shortly before it nothing while there is anything older.
 */
export function checkDrops(log: readonly Event[], { exercise, breach }: Findings): void {
  const last = new Map<SessionId, { resultsThrough: number; turnsThrough: number }>();
  for (const event of log) {
    if (event.type !== "context.trimmed") continue;
    exercise();
    const { sessionId, drops, turn } = event;
    const { resultsThrough, turnsThrough } = drops;
    const before = last.get(sessionId) ?? { resultsThrough: 0, turnsThrough: 0 };
    last.set(sessionId, drops);
    const complain = (what: string) => breach(`event ${event.seq}: ${sessionId} ${what}`);
    if (turnsThrough > resultsThrough) complain("keeps output of turns that it leaves out");
    if (resultsThrough >= turn - 1) complain("leaves out what its last turn came to");
    if (resultsThrough < before.resultsThrough || turnsThrough < before.turnsThrough)
      complain("takes back what it had left out");
    const oldTurns = turn - 1 - recentTurns;
    if (resultsThrough > Math.max(oldTurns, before.resultsThrough) && turnsThrough < oldTurns)
      complain(`leaves out output of turn ${resultsThrough}, and keeps turn ${turnsThrough + 1}`);
    if (event.estimatedTokens >= event.beforeTokens) complain("leaves something out for nothing");
  }
}

/** Of what no report tells of yet, so much more is kept free, because an estimate may be low. */
const marginShare = 0.15;

/**
 * A first prompt is sent only where the window holds it with its margin; so is what is left once something was left out,
 * where the margin is for what came since the provider's last report; and what is left is what is sent. A prompt that its provider counted as longer than the
 * window is not sent once more with all that is in it.
 */
export function checkRoom(log: readonly Event[], { exercise, breach }: Findings): void {
  const [first] = log;
  if (first?.type !== "run.started") return;
  const { models } = first.settings;
  const reported = new Map<SessionId, number>();
  const last = new Map<SessionId, number>();
  /** What a prompt is to take after a trim, as long as no report has come that changes estimates. */
  const left = new Map<SessionId, number>();
  /** The last report, as long as nothing more was left out since. */
  const whole = new Map<SessionId, number>();
  const judge = (where: string, tier: Tier, estimated: number, uncertain: number): void => {
    const { contextTokens, maxOutputTokens } = models[tier];
    if (contextTokens === null) return;
    exercise();
    const roomTokens = contextTokens - maxOutputTokens;
    const marginTokens = Math.floor(marginShare * Math.max(0, uncertain));
    if (estimated + marginTokens > roomTokens)
      breach(
        `${where} a prompt of about ${estimated} tokens leaves ${roomTokens - estimated} free; ${marginTokens} are to be`,
      );
  };
  const compare = (where: string, sessionId: SessionId, estimated: number): void => {
    const expected = left.get(sessionId);
    left.delete(sessionId);
    if (expected !== undefined && expected !== estimated)
      breach(
        `${where} ${sessionId} was to take ${expected} tokens after what it left out, and takes ${estimated}`,
      );
  };
  for (const event of log) {
    const where = `event ${event.seq}:`;
    switch (event.type) {
      case "context.trimmed": {
        const { sessionId, estimatedTokens, beforeTokens } = event;
        compare(where, sessionId, beforeTokens);
        left.set(sessionId, estimatedTokens);
        whole.delete(sessionId);
        const tier = sessionId.split(":")[0] as Tier;
        judge(where, tier, estimatedTokens, beforeTokens - (reported.get(sessionId) ?? 0));
        break;
      }
      case "model.started": {
        const { reservedTokens, maxOutputTokens, address } = event;
        const estimated = reservedTokens - maxOutputTokens;
        compare(where, event.unit.sessionId, estimated);
        const before = whole.get(event.unit.sessionId) ?? 0;
        if (address.turn === 1) judge(where, address.tier, estimated, estimated);
        else if (before > 0) judge(where, address.tier, before, 0);
        break;
      }
      case "stream.deltas":
        if (event.usage !== null) last.set(event.unit.sessionId, promptTokensOf(event.usage));
        break;
      case "stream.completed": {
        left.clear();
        const tokens = last.get(event.unit.sessionId) ?? 0;
        if (tokens > 0) reported.set(event.unit.sessionId, tokens);
        whole.set(event.unit.sessionId, tokens);
        break;
      }
      default:
    }
  }
}

const promptTokensOf = ({ inputTokens, cacheReadTokens, cacheWriteTokens }: Usage): number =>
  inputTokens + cacheReadTokens + cacheWriteTokens;

/** By unit, the window of its request. */
export function windowsOf(log: readonly Event[]): ReadonlyMap<string, Window> {
  const windows = new Map<string, Window>();
  const drops = new Map<SessionId, { resultsThrough: number; turnsThrough: number }>();
  const results = new Map<SessionId, (Window["results"][number] & { readonly index: number })[]>();
  for (const event of log) {
    if (event.type === "context.trimmed") drops.set(event.sessionId, event.drops);
    if (event.type === "tool.ended") {
      const { sessionId, turn, index, text, isError } = event;
      results.set(sessionId, [...(results.get(sessionId) ?? []), { turn, index, text, isError }]);
    }
    if (event.type !== "model.started") continue;
    const { sessionId } = event.unit;
    const { resultsThrough, turnsThrough } = drops.get(sessionId) ?? {
      resultsThrough: 0,
      turnsThrough: 0,
    };
    windows.set(nameOfUnit(event.unit), {
      resultsThrough,
      turnsThrough,
      results: (results.get(sessionId) ?? []).toSorted(
        (one, other) => one.turn - other.turn || one.index - other.index,
      ),
    });
  }
  return windows;
}

/** A request leaves out just what the log says, and says so itself. */
export function checkWindow(turns: readonly Turn[], window: Window, complain: Complain): void {
  const { resultsThrough, turnsThrough } = window;
  const sent = turns.flatMap(({ items }) => items.filter((item) => item.type === "result"));
  const meant = window.results.filter(({ turn }) => turn > turnsThrough);
  if (sent.length !== meant.length)
    complain(`it holds ${sent.length} results of calls; ${meant.length} are to be there`);
  for (const [index, { turn, text, isError }] of meant.entries()) {
    const result = sent[index];
    if (result !== undefined && result.isError !== isError)
      complain(`the result of ${result.id} is told as ${result.isError ? "an error" : "none"}`);
    if (result === undefined || result.text === text) continue;
    if (turn > resultsThrough) complain(`the result of ${result.id} is another`);
    else if (!result.text.includes("dropped to make room"))
      complain(`the result of ${result.id} is another, and does not say that it was dropped`);
  }
  const long = meant.find(
    ({ turn, text }, index) =>
      turn <= resultsThrough && text.length > droppedLength && sent[index]?.text === text,
  );
  if (long !== undefined) complain(`it holds the output of turn ${long.turn}, which was dropped`);
  const [first] = turns;
  const said = first?.items.flatMap((item) => (item.type === "text" ? [item.text] : [])) ?? [];
  const isTold = said.some((text) => /^\[Turns? 1\b.* dropped to make room/m.test(text));
  if (isTold !== turnsThrough > 0)
    complain(
      isTold ? "it tells of turns that were not dropped" : "nobody says that turns were dropped",
    );
}

/** Output that is shorter than this is kept: the line that would replace it is as long. */
const droppedLength = 200;
