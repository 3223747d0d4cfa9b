import { describe, expect, test } from "bun:test";
import { cacheLifeMs } from "../../../src/core/window/cache-breakpoints.ts";
import { logBeforeTurn } from "../../../src/core/window/context-past.ts";
import { contextSummaries, latestSession } from "../../../src/core/window/context-summary.ts";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import type { Event, EventOf } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { noUsage, type Usage } from "../../../src/core/ledger/usage.ts";
import { longLog } from "../long-log.ts";

const sessionOf = (index: number) => `tier3:T-${index}:1` as SessionId;
const session = sessionOf(0);

function viewOf(log: readonly Event[], { of = session, afterMs = 0 } = {}): ContextView {
  const state = fold(log)!;
  return contextOf(state, of, state.nowMs + afterMs)!;
}

const fourTurns = longLog({ sessions: 1, turnsEach: 4, outputCharacters: 4_000 });

/** The log with another usage for the calls that `change` has something to say about. */
function reporting(
  log: readonly Event[],
  change: (event: EventOf<"stream.deltas">) => Partial<Usage> | null,
): readonly Event[] {
  return log.map((event) => {
    if (event.type !== "stream.deltas") return event;
    const usage = change(event);
    return usage === null ? event : { ...event, usage: { ...noUsage, ...usage } };
  });
}

/** The log with everything from the call of a turn on happening later. */
function delayed(log: readonly Event[], turn: number, byMs: number): readonly Event[] {
  const start = log.findIndex((one) => one.type === "model.started" && one.unit.turn === turn);
  return log.map((event, index) => (index < start ? event : { ...event, atMs: event.atMs + byMs }));
}

describe("what fills a session", () => {
  test("is its system prompt, its tools, its files and its history, which come to the whole", () => {
    const { parts, estimatedTokens } = viewOf(fourTurns);
    const { systemTokens, toolsTokens, filesTokens, historyTokens } = parts;
    expect(systemTokens + toolsTokens + filesTokens + historyTokens).toBe(estimatedTokens);
    expect(systemTokens).toBe(0);
    expect(toolsTokens).toBeGreaterThan(0);
    expect(filesTokens).toBeGreaterThan(0);
    expect(historyTokens).toBeGreaterThan(3_000);
  });

  test("is told message by message", () => {
    const { rows, completedTurns, turn } = viewOf(fourTurns);
    expect(rows[0]).toMatchObject({ calls: [], text: "do it", isPartial: false });
    const read = { tool: "read", target: "src/file-1.ts" };
    expect(rows[1]).toMatchObject({ calls: [read], text: "I read the next file, number 1." });
    expect(rows[2]).toMatchObject({ calls: [read], text: "" });
    expect(rows.map(({ role }) => role.charAt(0)).join("")).toBe("uauauauau");
    expect(rows.map((row) => row.turn)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4]);
    expect(rows.map((row) => row.hasToolUse)).toEqual(rows.map(({ role }) => role === "assistant"));
    expect([completedTurns, turn]).toEqual([4, 5]);
  });

  test("is a share of the window, and what is free up to the room for the reply and the margin", () => {
    const view = viewOf(fourTurns);
    const { utilisation, headroomTokens, estimatedTokens, limitTokens, replyTokens } = view;
    expect(utilisation).toBe(estimatedTokens / limitTokens!);
    expect(headroomTokens).toBe(limitTokens! - replyTokens - estimatedTokens - view.marginTokens!);
  });

  test("has a margin of 15 % of what has come since the last report", () => {
    const { marginTokens, rows, calls, estimatedTokens } = viewOf(fourTurns);
    const since = rows.slice(-2).reduce((sum, row) => sum + row.estimatedTokens, 0);
    expect(Math.abs(marginTokens! - since * 0.15)).toBeLessThanOrEqual(2);
    expect(Math.abs(estimatedTokens - calls.at(-1)!.reportedTokens - since)).toBeLessThanOrEqual(2);
  });

  test("has the same system prompt, tools and files at each turn, as the first call was reported", () => {
    const turns = [2, 3, 4].map((turn) => viewOf(logBeforeTurn(fourTurns, session, turn)!));
    const fixed = turns.map(({ parts: { historyTokens: _, ...parts } }) => parts);
    expect(fixed[1]).toEqual(fixed[0]!);
    expect(fixed[2]).toEqual(fixed[0]!);
    const { systemTokens, toolsTokens, filesTokens } = fixed[0]!;
    const first = turns[0]!.calls[0]!.reportedTokens;
    expect(Math.abs(systemTokens + toolsTokens + filesTokens - first)).toBeLessThanOrEqual(2);
  });

  test("has no share of a window that is unknown", () => {
    const [start, ...others] = fourTurns as [EventOf<"run.started">, ...Event[]];
    const tier3 = { ...start.settings.models.tier3, contextTokens: null };
    const models = { ...start.settings.models, tier3 };
    const view = viewOf([{ ...start, settings: { ...start.settings, models } }, ...others]);
    expect(view).toMatchObject({
      limitTokens: null,
      utilisation: null,
      headroomTokens: null,
      nextCall: { type: "fits" },
    });
    expect(view.estimatedTokens).toBeGreaterThan(0);
  });

  test("is none of a session that the log does not know", () => {
    expect(contextOf(fold(fourTurns)!, sessionOf(7), 0)).toBeNull();
  });
});

describe("an estimate", () => {
  test("is corrected by what was reported of the call before, and says how far it was off", () => {
    const { calls, calibration, lastError } = viewOf(fourTurns);
    expect(calibration.source).toBe("session");
    for (const { estimatedTokens, reportedTokens, error } of calls) {
      expect(error).toBe(estimatedTokens / reportedTokens - 1);
    }
    expect(lastError).toBe(calls.at(-1)!.error);
  });

  test("of the next call is what was reported of the last, and what has come since", () => {
    const twice = (log: readonly Event[]) =>
      reporting(log, ({ usage }) => ({
        cacheReadTokens: 2 * usage!.cacheReadTokens,
        cacheWriteTokens: 2 * usage!.cacheWriteTokens,
      }));
    const once = viewOf(fourTurns);
    const doubled = viewOf(twice(fourTurns));
    expect(doubled.calibration.factor).toBeCloseTo(2 * once.calibration.factor, 10);
    expect(Math.abs(doubled.estimatedTokens - 2 * once.estimatedTokens)).toBeLessThanOrEqual(2);
  });

  test("goes by another session of the tier before the first report, or by none", () => {
    const log = longLog({ sessions: 2, turnsEach: 2, outputCharacters: 400 });
    const opened = log.findIndex(
      (event) => event.type === "session.opened" && event.sessionId === sessionOf(1),
    );
    const before = log.slice(0, opened + 1);
    const { calibration } = viewOf(before, { of: sessionOf(1) });
    expect(calibration).toEqual({
      factor: viewOf(before, { of: sessionOf(0) }).calibration.factor,
      source: "tier",
    });
    const first = log.findIndex((event) => event.type === "session.opened");
    expect(viewOf(log.slice(0, first + 1)).calibration).toEqual({ factor: 1, source: "none" });
  });

  test("goes by the session that reported last, of several others", () => {
    const log = reporting(
      longLog({ sessions: 3, turnsEach: 2, outputCharacters: 400 }),
      ({ unit, usage }) => {
        const times = unit.sessionId === sessionOf(1) ? 2 : 1;
        const { cacheReadTokens, cacheWriteTokens } = usage!;
        return {
          cacheReadTokens: times * cacheReadTokens,
          cacheWriteTokens: times * cacheWriteTokens,
        };
      },
    );
    const opened = log.findIndex(
      (event) => event.type === "session.opened" && event.sessionId === sessionOf(2),
    );
    const before = log.slice(0, opened + 1);
    const factorOf = (of: SessionId) => viewOf(before, { of }).calibration.factor;
    expect(factorOf(sessionOf(1))).not.toBe(factorOf(sessionOf(0)));
    expect(factorOf(sessionOf(2))).toBe(factorOf(sessionOf(1)));
  });

  test("of a first call is told later as it was made, whatever others reported since", () => {
    const log = longLog({ sessions: 2, turnsEach: 2, outputCharacters: 400 });
    const second = sessionOf(1);
    const before = viewOf(logBeforeTurn(log, second, 1)!, { of: second });
    expect(viewOf(log, { of: second }).calls[0]!.estimatedTokens).toBe(before.estimatedTokens);
  });
});

describe("a session's cache", () => {
  const missesOf = (log: readonly Event[], of = session) =>
    viewOf(log, { of }).calls.map(({ cache }) => cache.miss);

  test("is read whole by each call that follows in time, and counts down from its last use", () => {
    expect(missesOf(fourTurns)).toEqual(["first", null, null, null]);
    const { cache, calls } = viewOf(fourTurns);
    const sum = (of: (usage: Usage) => number) =>
      calls.reduce((total, call) => total + of(call.reported), 0);
    expect(cache.readTokens).toBe(sum((usage) => usage.cacheReadTokens));
    expect(cache.writtenTokens).toBe(sum((usage) => usage.cacheWriteTokens));
    expect(cache.hitRate).toBe(cache.readTokens / (cache.readTokens + cache.writtenTokens));
    // Three more events came after the report, a millisecond apart.
    expect(cache.remainingMs).toBe(cacheLifeMs - 3);
    expect(viewOf(fourTurns, { afterMs: cacheLifeMs }).cache.remainingMs).toBe(0);
  });

  test("misses what expired", () => {
    const late = reporting(delayed(fourTurns, 3, cacheLifeMs), ({ unit, usage }) =>
      unit.turn === 3 ? { cacheWriteTokens: usage!.cacheReadTokens } : null,
    );
    expect(missesOf(late)[2]).toBe("expired");
  });

  test("misses the history that a trim changed", () => {
    const at = fourTurns.findIndex((one) => one.type === "model.started" && one.unit.turn === 4);
    const drops = { resultsThrough: 2, turnsThrough: 0 };
    const estimates = { beforeTokens: 4_000, estimatedTokens: 2_000 };
    const trimmed: Event = {
      seq: 0,
      atMs: fourTurns[at]!.atMs,
      type: "context.trimmed",
      sessionId: session,
      turn: 4,
      drops,
      ...estimates,
    };
    const log = [...fourTurns.slice(0, at), trimmed, ...fourTurns.slice(at)].map(
      (event, index): Event => {
        const seq = index + 1;
        const isOfCall = index > at && "effectId" in event && event.type.startsWith("stream.");
        return isOfCall ? ({ ...event, seq, effectId: at + 2 } as Event) : { ...event, seq };
      },
    );
    const less = reporting(log, ({ unit }) =>
      unit.turn === 4 ? { cacheReadTokens: 500, cacheWriteTokens: 1_500 } : null,
    );
    const view = viewOf(less);
    expect(view.calls.map(({ cache }) => cache.miss)).toEqual(["first", null, null, "history"]);
    expect(view.dropped).toEqual({ results: [1, 2], turns: [] });
    expect(view.rows.map(({ dropped }) => dropped).slice(0, 5)).toEqual([
      "none",
      "none",
      "results",
      "none",
      "results",
    ]);
  });

  test("misses for no reason that the log knows", () => {
    const log = reporting(fourTurns, ({ unit }) =>
      unit.turn === 2 ? { cacheWriteTokens: 1 } : null,
    );
    expect(missesOf(log)[1]).toBe("evicted");
  });

  test("is none where the provider keeps no prefix that is so short", () => {
    const log = reporting(fourTurns, () => ({ inputTokens: 900 }));
    expect(missesOf(log)).toEqual(["too-short", "too-short", "too-short", "too-short"]);
    expect(viewOf(log).cache).toMatchObject({ hitRate: 0, remainingMs: null });
  });

  test("begins with what another session of the tier left, up to the files", () => {
    const log = longLog({ sessions: 2, turnsEach: 2, outputCharacters: 400 });
    expect(missesOf(log, sessionOf(1))[0]).toBe("files");
  });
});

describe("a session's next call", () => {
  test("is none once it has failed, or the run has ended", () => {
    const last = fourTurns.at(-1)!;
    const ended: Event = {
      seq: last.seq + 1,
      atMs: last.atMs,
      type: "run.ended",
      outcome: "interrupted",
      failure: null,
    };
    expect(viewOf([...fourTurns, ended]).nextCall).toEqual({ type: "none" });
    const failure = { code: "refusal", message: "no" } as const;
    const failed: Event = {
      seq: last.seq + 1,
      atMs: last.atMs,
      type: "session.failed",
      sessionId: session,
      failure,
    };
    expect(viewOf([...fourTurns, failed]).nextCall).toEqual({ type: "none" });
  });

  test("marks the ends of the parts that are worth keeping", () => {
    expect(viewOf(fourTurns).breakpoints.map(({ part }) => part)).toEqual([
      "tools",
      "files",
      "history",
    ]);
  });
});

describe("the past", () => {
  test("is the log up to the call of a turn", () => {
    const past = logBeforeTurn(fourTurns, session, 3)!;
    expect(viewOf(past)).toMatchObject({ turn: 3, completedTurns: 2, phase: "due" });
    expect(logBeforeTurn(fourTurns, session, 9)).toBeNull();
    expect(logBeforeTurn(fourTurns, sessionOf(7), 1)).toBeNull();
  });
});

describe("a summary of all sessions", () => {
  const state = fold(longLog({ sessions: 3, turnsEach: 2, outputCharacters: 400 }))!;

  test("tells what each one's last call took, as it was reported", () => {
    const summaries = contextSummaries(state);
    expect(summaries.map(({ sessionId }) => sessionId)).toEqual([0, 1, 2].map(sessionOf));
    for (const summary of summaries) {
      const view = contextOf(state, summary.sessionId, state.nowMs)!;
      expect(summary.reportedTokens).toBe(view.calls.at(-1)!.reportedTokens);
      expect(summary.completedTurns).toBe(2);
    }
  });

  test("knows the session whose call came last", () => {
    expect(latestSession(state)).toBe(sessionOf(2));
  });
});
