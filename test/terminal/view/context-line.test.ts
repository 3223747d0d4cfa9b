import { describe, expect, test } from "bun:test";
import { levelOf } from "../../../src/core/window/context-level.ts";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import type { Event } from "../../../src/core/event.ts";
import { sessionIdOf, ticketId, trackId } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { noDrops } from "../../../src/core/window/trim-messages.ts";
import { droppedText } from "../../../src/core/window/dropped-turns.ts";
import { fullText } from "../../../src/reports/context/context-bar.ts";
import { createContextMeter, trimText } from "../../../src/terminal/view/context-line.ts";
import { colourInk, plainInk } from "../../../src/terminal/ink.ts";
import type { Ink } from "../../../src/core/words/paper.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { longLog } from "../../core/long-log.ts";
import { popup } from "../sample-run.ts";

const log = longLog({ sessions: 1, turnsEach: 3, outputCharacters: 4_000 });
const painted = (style: "green" | "yellow" | "red") =>
  new RegExp(colourInk(style, "━+╸?").replace("[", "\\[").replace("[39", "\\[39"));
const [green, yellow, red] = [painted("green"), painted("yellow"), painted("red")];
const shareIn = (line: string): number => Number(/([\d.]+)%/.exec(line)![1]) / 100;

const inWindow = (events: readonly Event[], contextTokens: number | null): readonly Event[] =>
  events.map((event): Event => {
    if (event.type !== "run.started") return event;
    const tier3 = { ...event.settings.models.tier3, contextTokens };
    const models = { ...event.settings.models, tier3 };
    return { ...event, settings: { ...event.settings, models } };
  });

function linesOf(
  events: readonly Event[],
  { ink = plainInk, columns = 100 }: { readonly ink?: Ink; readonly columns?: number } = {},
): readonly string[] {
  const meter = createContextMeter(paperFor({ ink, columns: () => columns }));
  return events.flatMap((event) => meter.take(event)?.line ?? []);
}

/** As `rehearsal context` tells it after each reply. */
const viewsOf = (events: readonly Event[]): readonly ContextView[] =>
  events.flatMap((event, index) => {
    if (event.type !== "stream.completed") return [];
    const state = fold(events.slice(0, index + 1))!;
    return contextOf(state, event.unit.sessionId, state.nowMs) ?? [];
  });

/** With a second call in each turn, whose result comes after what the sample's log brings. */
const withSecondCalls = (events: readonly Event[]): readonly Event[] =>
  events.map((event): Event => {
    if (event.type !== "stream.deltas") return event;
    const second = { type: "tool-use", block: 9, callId: "second", tool: "bash" } as const;
    return { ...event, deltas: [...event.deltas, second] };
  });

/** A person is asked before the second call of each turn. */
function withPopups(events: readonly Event[]): readonly Event[] {
  const asked = withSecondCalls(events).flatMap((event): readonly Event[] => {
    if (event.type !== "tool.ended") return [event];
    const subject = { kind: "question", payload: { question: "Is it?" } } as const;
    const place = { trackId: trackId("A"), ticketId: ticketId("T-0"), attempt: 1 };
    return [event, { ...event, type: "popup.opened", popup: popup(subject, place) }];
  });
  return asked.map((event, index) => ({ ...event, seq: index + 1 }));
}

describe("the line about a context", () => {
  test("comes after each turn, and says what `rehearsal context` says", () => {
    for (const events of [inWindow(log, 5_000), inWindow(withSecondCalls(log), 5_000)]) {
      const lines = linesOf(events).filter((line) => line.startsWith("context"));
      const views = viewsOf(events);
      expect(lines).toHaveLength(3);
      for (const [index, { utilisation }] of views.entries())
        expect(lines[index]).toContain(` ${fullText(utilisation!)} of 5,000`);
    }
    expect(linesOf(inWindow(log, 5_000))[1]).toEndWith(" · 50% from the cache");
  });

  test("is told in tokens where the window is unknown", () => {
    const [view] = viewsOf(inWindow(log, null));
    const tokens = view!.estimatedTokens.toLocaleString("en-US");
    expect(linesOf(inWindow(log, null))[0]).toBe(`context ${tokens} tokens`);
  });

  test("goes from green through yellow to red, and has a mark where it is nearly full", () => {
    const [low, middle, high] = linesOf(inWindow(log, 3_700), { ink: colourInk });
    expect(low).toMatch(green);
    expect(middle).toMatch(yellow);
    expect(high).toMatch(red);
    const marked = linesOf(inWindow(log, 3_700)).map((line) => line.includes("%! of"));
    expect(marked).toEqual([false, false, true]);
  });

  test("warns before something is left out, with what the preview has left, where a turn more may not fit", () => {
    const events = inWindow(log, 4_100);
    const warnings = linesOf(events).map((line) => /▲ [^·]*/.exec(line)?.[0].trim());
    const left = viewsOf(events)[2]!.headroomTokens!.toLocaleString("en-US");
    expect(warnings).toEqual([
      undefined,
      undefined,
      `▲ at most ${left} more and the oldest is left out`,
    ]);
  });

  test("warns with the preview's own turns where the next call would leave some out", () => {
    const events = inWindow(log, 3_200);
    const { nextCall } = viewsOf(events)[2]!;
    if (nextCall.type !== "trims") throw new Error("the sample fits");
    expect(linesOf(events)[2]).toContain(
      `▲ the next call would drop at least ${droppedText(nextCall)}`,
    );
  });

  test("warns of nothing where the reply calls no tool: there is no next call", () => {
    const events = inWindow(log, 3_200).slice(0, -2);
    const silent = events.map((event): Event =>
      event.type === "stream.deltas" && event.unit.turn === 3
        ? { ...event, deltas: event.deltas.slice(0, 1) }
        : event,
    );
    expect(linesOf(silent)[2]).toContain("context");
    expect(linesOf(silent)[2]).not.toContain("▲");
  });

  test("warns as soon as what is in hand does not fit, once, and with what the preview says by then", () => {
    const events = withPopups(inWindow(log, 2_900));
    const at = events.findLastIndex(({ type }) => type === "tool.ended");
    const shown = linesOf(events.slice(0, at + 1)).at(-1)!;
    const state = fold(events.slice(0, at + 1))!;
    const view = contextOf(state, [...state.sessions.keys()][0]!, state.nowMs)!;
    const tokens = view.estimatedTokens.toLocaleString("en-US");
    const turns = droppedText(view.nextCall as never);
    expect(shown).toBe(
      `▲ about ${tokens} tokens by now: the next call would drop at least ${turns}`,
    );
    expect(linesOf(inWindow(log, 2_900)).join()).not.toContain("by now");
  });

  test("is told again where a person is asked and the level is another one by then", () => {
    const events = withPopups(inWindow(log, 4_000));
    const at = events.findIndex(({ type }) => type === "popup.opened");
    const [before, after] = linesOf(events.slice(0, at + 1)).slice(-2);
    expect([before, after].map((line) => levelOf(shareIn(line!)))).toEqual(["low", "high"]);
    const state = fold(events.slice(0, at + 1))!;
    const { utilisation } = contextOf(state, [...state.sessions.keys()][0]!, state.nowMs)!;
    expect(after).toContain(fullText(utilisation!));
    const roomy = withPopups(inWindow(log, 100_000));
    expect(linesOf(roomy).filter((line) => line.startsWith("context"))).toHaveLength(3);
  });

  test("has few words where there is little room, and its warning in a line of its own", () => {
    const [, middle, last] = linesOf(inWindow(log, 4_100), { columns: 40 });
    expect(middle).toMatch(/^\S{4} [\d.]+% of 4\.1k$|^[\d.]+% of 4\.1k · 50% cached$/);
    const rows = last!.split("\n");
    expect(rows[1]).toMatch(/^▲ at most \d+ more fit$/);
    for (const row of [middle!, ...rows]) expect(Bun.stringWidth(row)).toBeLessThanOrEqual(28);
    expect(linesOf(inWindow(log, 1_000_000), { columns: 40 })[1]).toBe(
      "╸──┃ 0.2% of 1M · 50% cached",
    );
  });

  test("costs a turn of a long session as little as its first ones", () => {
    const long = longLog({ sessions: 1, turnsEach: 400, outputCharacters: 4_000 });
    const lines = linesOf(inWindow(long, 100_000_000));
    expect(lines).toHaveLength(400);
  });
});

describe("a trim", () => {
  const event = {
    seq: 1,
    atMs: 1,
    type: "context.trimmed",
    sessionId: "s" as never,
    turn: 9,
    beforeTokens: 7_026,
    estimatedTokens: 4_000,
  } as const;
  const shown = (resultsThrough: number, turnsThrough: number, before = noDrops) =>
    trimText({ ...event, drops: { resultsThrough, turnsThrough } }, before);

  test("names what is left out from then on, and what is left", () => {
    expect(shown(4, 0)).toBe(
      "▲ the context is full (about 7,026 tokens): tool output of turns 1 to 4 left out from now on; about 4,000 are left",
    );
    expect(shown(4, 4)).toContain(": turns 1 to 4 left out");
    expect(shown(6, 1)).toContain(": turn 1, tool output of turns 2 to 6 left out");
  });

  test("begins where the one before ended", () => {
    expect(shown(9, 0, { resultsThrough: 4, turnsThrough: 0 })).toContain(
      ": tool output of turns 5 to 9 left out",
    );
    const sessionId = sessionIdOf({
      tier: "tier3",
      ticketId: ticketId("T-0"),
      attempt: 1,
    });
    const trims = [
      { ...event, sessionId, drops: { resultsThrough: 4, turnsThrough: 0 } },
      { ...event, sessionId, drops: { resultsThrough: 5, turnsThrough: 2 } },
    ];
    expect(linesOf([...log, ...trims]).at(-1)).toContain(
      ": turns 1 to 2, tool output of turn 5 left out",
    );
  });
});
