import { describe, expect, test } from "bun:test";
import { htmlReport } from "../../../src/reports/html/html-report.ts";
import { longLog } from "../../core/long-log.ts";
import { readPage } from "../read-page.ts";
import {
  agentReport,
  failure,
  hostileReport,
  hostileText,
  report,
  workerLog,
} from "../sample-report.ts";

const failing = workerLog({ ticket: "T-1", text: "words" });
const explained = failure({
  log: failing,
  explanation: {
    races: [{ step: 6, first: "chunk 6", second: hostileText }],
    nearest: { how: `without ${hostileText}`, common: 4, log: failing.slice(0, 6).toSpliced(4, 1) },
    continuations: 20,
    failing: 20,
    needs: [{ what: "the fault “crash at event 5”", failing: 0 }],
  },
});
const passed = report({ log: workerLog({ ticket: "T-1", text: "words" }) });

describe("the HTML report", () => {
  test("needs nothing from outside and runs nothing", () => {
    const page = readPage(htmlReport([passed, hostileReport()]));
    expect(page.policies).toEqual(["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]);
    expect(page.acting).toEqual([]);
    expect(page.links.filter((link) => !link.startsWith("#"))).toEqual([]);
  });

  test("shows what an agent asked, was answered and left to chance, whatever it said", () => {
    const subject = { ...agentReport, value: hostileText, notSimulated: [hostileText] };
    const text = htmlReport([{ ...report({ failures: [failure()] }), subject }]);
    for (const words of ["weather of Oslo", "failed: 529", "Really?", "Not simulated", "▸ chunk 6"])
      expect(text).toContain(words);
    expect(readPage(text).acting).toEqual([]);
  });

  test("leads every link to something, and names nothing twice", () => {
    const failed = report({ failures: [explained, explained] });
    const page = readPage(htmlReport([passed, failed, report({ failures: [failure()] })]));
    expect(page.ids.length).toBeGreaterThan(5);
    expect(new Set(page.ids).size).toBe(page.ids.length);
    const ids = new Set(page.ids);
    expect(page.links.filter((link) => !ids.has(link.slice(1)))).toEqual([]);
  });

  test("has what failed before what passed, which is folded where there is much of it", () => {
    const sheep = Array.from({ length: 4 }, (_, index) => report({ name: `sheep ${index}` }));
    const text = htmlReport([...sheep, report({ name: "wolf", failures: [failure()] })]);
    const [index, ...sections] = text.split('class="scenario ');
    expect(index!.indexOf("wolf")).toBeLessThan(index!.indexOf("sheep 0"));
    expect(sections.map((section) => /^\w+"\s+open/.test(section))).toEqual([
      true,
      ...Array(4).fill(false),
    ]);
    expect(sections[0]).toContain("wolf");
    expect(htmlReport(sheep.slice(2))).not.toMatch(/class="scenario passed"\s*>/);
  });

  test("shows a failing run beside the nearest that passes, with causes", () => {
    const text = htmlReport([passed, report({ failures: [explained] })]);
    expect(readPage(text).acting).toEqual([]);
    for (const words of [
      "It fails",
      "It passes",
      "4 events are the same",
      "race: chunk 6 came before",
    ])
      expect(text).toContain(words);
    expect(text).toMatch(/<a href="#s0e0f\d+">← \d+<\/a>/);
    expect(text).toContain("without the fault “crash at event 5”: 0");
  });

  test("shows the events that a message names, and says where only what was done differs", () => {
    const messages = ["law 12 (bounds) is broken: it was begun after event 5"];
    const nearest = { how: "with step 3 first", common: failing.length, log: failing };
    const explanation = { ...explained.explanation!, nearest };
    const failed = { ...explained, messages, explanation };
    const text = htmlReport([report({ failures: [failed] })]);
    expect(text).toContain("The events that are named, and what they came of");
    expect(text).toContain(`▸ ${failing[4]!.type}`);
    expect(text).toContain("It passes with step 3 first, with the same log");
    expect(text).not.toContain("It passes</th>");
  });

  test("says of a long run in the default order how long it is, and not how it ended", () => {
    const steps = failure().steps.map((step) => ({ ...step, place: 0 }));
    const text = htmlReport([report({ failures: [failure({ steps })] })]);
    expect(text).toContain("It fails in the default order, in 10 steps.");
    expect(text).not.toContain("chunk 9");
  });

  test("tells a failure with its steps and its replay", () => {
    const text = htmlReport([report({ failures: [failure()] })]);
    expect(text).toContain("<title>Rehearsal: failed</title>");
    expect(text).toContain("rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9");
    expect(text).toContain("… 5 steps in the default order");
    // With the one that it came before: who raced.
    expect(text).toMatch(/<td>▸ chunk 6<\/td>\s*<td>disk<\/td>/);
  });

  test("draws tries, a popup with its decision, and the end", () => {
    const titles = readPage(htmlReport([passed])).titles;
    expect(titles).toContain("a-model, turn 1, try 1: discarded, stream-cut: words");
    expect(titles).toContain("a-model, turn 1, try 2: completed, tool-use");
    expect(titles).toContain("popup tool:T-1:1.1.0: reject, “words”");
    expect(titles).toContain("T-1 is done");
  });

  test("offers the order of events where time passes, and only it where none does", () => {
    expect(htmlReport([passed])).toContain("by order of events");
    const log = passed.subject.log.map((event) => ({ ...event, atMs: 0 }));
    const still = htmlReport([report({ log })]);
    expect(still).toContain("one moment of virtual time");
    expect(still).not.toContain(`type="radio"`);
  });

  test("holds a log of thousands of events without growing with every delta", () => {
    const [opened, started] = passed.subject.log;
    const deltas = Array.from({ length: 3000 }, (_, index) => ({
      seq: index + 3,
      atMs: index,
      type: "stream.deltas" as const,
      effectId: 2,
      unit: { sessionId: "s" as never, turn: 1, try: 1 },
      deltas: [],
      usage: null,
    }));
    const log = [opened!, started!, ...deltas];
    expect(htmlReport([report({ log })]).length).toBeLessThan(60_000);
  });

  describe("of a session that went on", () => {
    const contextsOf = (turnsEach: number, sessions = 1) => {
      const log = longLog({ sessions, turnsEach, outputCharacters: 400 });
      return htmlReport([report({ log })]);
    };
    const columns = (page: string) =>
      readPage(page).titles.filter((title) => title.includes(" from the cache, "));

    test("draws what filled its context, folded, a column a call", () => {
      const page = contextsOf(3, 2);
      expect(columns(page)).toHaveLength(6);
      expect(page).toMatch(/<details class="stream">\s*<summary>\s*<b>tier3:T-1:1<\/b>/);
      expect(page).toContain("tokens in the next prompt");
    });

    test("says nothing of one that had a single turn, and of a log without its beginning", () => {
      expect(contextsOf(1)).not.toContain("What filled each context");
      expect(htmlReport([passed])).not.toContain("What filled each context");
    });

    test("stays inert, whatever the ticket is called", () => {
      const log = JSON.parse(
        JSON.stringify(longLog({ sessions: 1, turnsEach: 2, outputCharacters: 40 })).replaceAll(
          "T-0",
          () => JSON.stringify(hostileText).slice(1, -1),
        ),
      );
      const page = htmlReport([report({ log })]);
      expect(columns(page)).toHaveLength(2);
      const { acting, links } = readPage(page);
      expect(acting).toEqual([]);
      expect(links.filter((link) => !link.startsWith("#"))).toEqual([]);
    });
  });

  test("says that a person ended it before all was run", () => {
    const words = "interrupted before all was run";
    expect(htmlReport([passed])).not.toContain(words);
    expect(htmlReport([passed], true)).toContain(`<title>Rehearsal: passed, ${words}</title>`);
  });

  test("of nothing is a page", () => {
    expect(htmlReport([])).toContain("0 scenarios passed");
  });
});
