import { describe, expect, test } from "bun:test";
import { contextOf, type ContextView } from "../../src/core/context-view.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import { contextPage, contextSection, contextStyle } from "../../src/reports/context-html.ts";
import { longLog } from "../core/long-log.ts";

const state = fold(longLog({ sessions: 1, turnsEach: 6, outputCharacters: 2_000 }))!;
const [session] = state.sessions.keys();
const whole = contextOf(state, session!, state.nowMs)!;
const page = (view: ContextView, epic = "the epic") =>
  contextPage({ runId: "run", epic, views: [view] });
const count = (text: string, part: string) => text.split(part).length - 1;

describe("the page about contexts", () => {
  test("has a column a call, whose height is what the provider reported", () => {
    const text = page(whole);
    expect(count(text, "<title>Turn ")).toBe(6);
    // The first call reads nothing from the cache; each has something that is kept.
    expect(count(text, 'class="context-read"')).toBe(5);
    expect(count(text, 'class="context-written"')).toBe(6);
  });

  test("draws the window where it is near, and leaves it out where it would dwarf all", () => {
    expect(page(whole)).not.toContain('class="context-limit"');
    expect(page({ ...whole, limitTokens: 5_000 })).toContain('class="context-limit"');
    expect(page({ ...whole, limitTokens: null, utilisation: null })).toContain("window is unknown");
  });

  test("marks the call that trimmed", () => {
    const calls = whole.calls.map((call) =>
      call.turn < 4 ? call : { ...call, drops: { resultsThrough: 2, turnsThrough: 1 } },
    );
    expect(count(page({ ...whole, calls }), 'class="context-trim"')).toBe(1);
    expect(count(page(whole), 'class="context-trim"')).toBe(0);
  });

  test("needs no network, and takes nothing that it is told for its own", () => {
    const text = page({ ...whole, model: '"><script>alert(1)</script>' }, "<b>epic</b>");
    expect(text).not.toContain("<script");
    expect(text).not.toContain("<b>epic");
    expect(text).not.toMatch(/(?:src|href)=/);
  });

  test("has sections that can stand in another page, with a look of their own", () => {
    const { text } = contextSection(whole);
    expect(text).toStartWith('<section class="context">');
    const used = [...text.matchAll(/class="(context[\w-]*)"/g)].map(([, name]) => name!);
    expect(used.filter((name) => !contextStyle.text.includes(`.${name}`))).toEqual([]);
  });

  test("tells of a session that has not called yet", () => {
    const text = page({ ...whole, calls: [], completedTurns: 0 });
    expect(text).not.toContain("<svg");
  });
});
