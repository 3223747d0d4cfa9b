import { describe, expect, test } from "bun:test";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import { groupLedger } from "../../../src/core/ledger/ledger-groups.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { contextPage, contextSection } from "../../../src/reports/context/context-page.ts";
import { contextStyle } from "../../../src/reports/context/context-style.ts";
import { scrollingStyle } from "../../../src/reports/html/scrolling.ts";
import { longLog } from "../../core/long-log.ts";
import { readPage } from "../read-page.ts";

const state = fold(longLog({ sessions: 1, turnsEach: 6, outputCharacters: 2_000 }))!;
const [session] = state.sessions.keys();
const whole = contextOf(state, session!, state.nowMs)!;
const layout = { order: "turn", rowsMax: 100, standing: "running" } as const;
const page = (view: ContextView, epic = "the epic") =>
  contextPage({
    run: { runId: state.runId, epic, outcome: "running" },
    turn: null,
    ledger: groupLedger(state),
    views: [view],
    layout,
  });
const count = (text: string, part: string) => text.split(part).length - 1;
const near = { ...whole, limitTokens: 5_000, utilisation: whole.estimatedTokens / 5_000 };

describe("the page about contexts", () => {
  test("has a column a call, whose height is what the provider reported", () => {
    const { titles } = readPage(page(whole));
    expect(titles.filter((title) => title.includes("from the cache"))).toHaveLength(6);
    const text = page(whole);
    // The first call reads nothing from the cache; each has something that is kept.
    expect(count(text, 'class="context-read"')).toBe(5);
    expect(count(text, 'class="context-written"')).toBe(6);
  });

  test("has every column split by part besides, which come to the prompt", () => {
    const { titles } = readPage(page(whole));
    const split = titles.filter((title) => title.includes("system and tools"));
    expect(split).toHaveLength(6);
    const sums = /: ([\d,]+) tokens\nsystem and tools ([\d,]+), files ([\d,]+), history ([\d,]+)$/;
    for (const title of split) {
      const [prompt, ...parts] = sums
        .exec(title)!
        .slice(1)
        .map((digits) => Number(digits.replaceAll(",", "")));
      expect(parts.reduce((sum, tokens) => sum + tokens, 0)).toBe(prompt!);
    }
  });

  test("draws the window where it is near, and leaves it out where it would dwarf all", () => {
    expect(page(whole)).not.toContain('class="context-limit"');
    expect(page(near)).toContain('class="context-limit"');
    const unknown = page({ ...whole, limitTokens: null, utilisation: null });
    expect(unknown).toContain("contextTokens: 32_000");
    expect(unknown).not.toContain('class="context-fill"');
  });

  test("has a bar in the colour of its level, and says what the next call would do", () => {
    expect(page({ ...near, utilisation: 0.3 })).toContain('class="context-level-low"');
    expect(page({ ...near, utilisation: 0.7 })).toContain('class="context-level-middle"');
    expect(page({ ...near, utilisation: 0.9 })).toContain('class="context-level-high"');
    expect(page(near)).toContain("The next call would drop nothing.");
    const trims = { type: "trims", results: [2], turns: [], estimatedTokens: 99 } as const;
    expect(page({ ...near, nextCall: trims })).toContain("drop the tool output of turn 2");
    const none = { ...near, nextCall: { type: "none" } } as const;
    expect(page(none)).toContain("tokens in the conversation");
    expect(page(none)).not.toContain("next prompt");
  });

  test("lets no mark stand above the axis", () => {
    const calls = whole.calls.map((call) => ({ ...call, estimatedTokens: 9_999_999 }));
    const text = page({ ...whole, calls });
    const heights = [...text.matchAll(/class="context-estimate"[^>]*y1="([-\d.]+)"/g)];
    expect(heights).toHaveLength(6);
    for (const [, y] of heights) expect(Number(y)).toBeGreaterThanOrEqual(18);
  });

  test("names each turn once below the columns, however many tries it took", () => {
    const [first, ...others] = whole.calls;
    const again = { ...first!, try: 2 };
    const text = page({ ...whole, calls: [first!, again, again, ...others] });
    const chart = /<svg\s+class="context-plot"[\s\S]*?<\/svg>/.exec(text)![0];
    const labels = [...chart.matchAll(/class="context-tick"[^>]*>(\d+)</g)].map(([, turn]) => turn);
    expect(labels).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  test("marks the call that trimmed", () => {
    const calls = whole.calls.map((call) =>
      call.turn < 4 ? call : { ...call, drops: { resultsThrough: 2, turnsThrough: 1 } },
    );
    const marks = (view: ContextView) => page(view).match(/<text\s+class="context-trim"/g) ?? [];
    expect(marks({ ...whole, calls })).toHaveLength(1);
    expect(marks(whole)).toHaveLength(0);
  });

  test("has a row a call with why the cache gave less, a row a message, and the ledger", () => {
    const text = page(whole);
    expect(text).toContain("nothing had been kept before");
    expect(text).toContain("→ read src/file-6.ts");
    expect(text).toContain("✓ T-0 attempt 1".replace("✓", "◐"));
    for (const title of ["By tier", "By attempt", "By model", "Cache write"])
      expect(text).toContain(title);
  });

  test("leads to each of many sessions, to those that failed first", () => {
    const failure = { code: "context-exceeded", message: "too much" } as const;
    const views = [whole, whole, { ...whole, failure }];
    const of = (some: readonly ContextView[]) =>
      readPage(
        contextPage({
          run: { runId: state.runId, epic: "the epic", outcome: "failed" },
          turn: null,
          ledger: groupLedger(state),
          views: some,
          layout,
        }),
      );
    expect(of(views).links).toEqual(["#session-2", "#session-0", "#session-1"]);
    expect(of(views).ids).toEqual(["session-0", "session-1", "session-2"]);
    expect(of(views.slice(1)).links).toEqual([]);
  });

  test("says how many messages and calls a section leaves away", () => {
    const { text } = contextSection(whole, { ...layout, order: "size", rowsMax: 2 });
    expect(text).toContain("4 earlier calls not shown");
    expect(text).toContain("11 smaller messages not shown");
  });

  test("says why a session failed", () => {
    const failure = { code: "context-exceeded", message: "it is <too> much" } as const;
    expect(page({ ...whole, failure })).toContain("✗ context-exceeded: it is &lt;too&gt; much");
  });

  test("needs no network, and takes nothing that it is told for its own", () => {
    const [first, ...others] = whole.rows;
    const rows = [{ ...first!, text: "<img src=x onerror=alert(1)>" }, ...others];
    const text = page({ ...whole, rows, model: '"><script>alert(1)</script>' }, "<b>epic</b>");
    expect(readPage(text).acting).toEqual([]);
    expect(text).not.toContain("<b>epic");
    expect(text).not.toMatch(/<[^>]*(?:src|href)=/);
  });

  test("explains in its legend what the chart holds, and nothing else", () => {
    expect(page(whole)).not.toContain("pale:");
    expect(page(whole)).not.toContain("▼");
    const [first, ...others] = whole.calls;
    const calls = [{ ...first!, completed: false }, ...others];
    expect(page({ ...whole, calls })).toContain("pale: a try that was discarded");
    const trims = { ...whole.cache.trims, count: 1 };
    expect(page({ ...whole, cache: { ...whole.cache, trims } })).toContain("▼ something was left");
  });

  test("tells of the cost first, and by when it was", () => {
    const head = /<th class="context-words">By tier<\/th>\s*<th>(\w+)/.exec(page(whole));
    expect(head?.[1]).toBe("Cost");
    expect(page(whole)).toContain("<h2>What the run cost</h2>");
    const then = contextPage({
      run: { runId: state.runId, epic: "the epic", outcome: "done" },
      turn: 3,
      ledger: groupLedger(state, "running"),
      views: [whole],
      layout,
    });
    expect(then).toContain("<h2>What the run had cost by then</h2>");
  });

  test("says that a session was cut off with its process, and not what it last did", () => {
    const calling = { ...whole, phase: "calling" } as const;
    expect(contextSection(calling, layout).text).toMatch(/·\s+calling/);
    const killed = contextSection(calling, { ...layout, standing: "interrupted" }).text;
    expect(killed).toMatch(/·\s+cut off/);
  });

  test("has no number where a provider does not tell what it writes", () => {
    const cache = { ...whole.cache, reportsWrites: false };
    const { text } = contextSection({ ...whole, cache }, layout);
    expect(text).toContain("<td>–</td>");
    expect(text).toMatch(/[\d,]+ read<\/td>/);
    expect(text).not.toContain(">all read<");
  });

  test("has sections that can stand in another page, with a look of their own", () => {
    const { text } = contextSection(near, layout);
    expect(text).toStartWith('<section class="context">');
    const used = [...text.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names!.split(" "));
    const styles = contextStyle.text + scrollingStyle.text;
    expect(used.filter((name) => !styles.includes(`.${name}`))).toEqual([]);
  });

  test("tells of a session that has not called yet, and draws no single column", () => {
    const none = page({ ...whole, calls: [], completedTurns: 0 });
    expect(none).not.toContain("Each call");
    const one = page({ ...whole, calls: whole.calls.slice(0, 1) });
    expect(one).toContain("Each call (1)");
    for (const text of [none, one]) expect(text).not.toContain('class="context-chart"');
  });
});
