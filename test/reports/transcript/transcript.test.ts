import { beforeAll, describe, expect, test } from "bun:test";
import { ofSession } from "../../../src/commands/show/story-of.ts";
import type { Event } from "../../../src/core/event.ts";
import { runPage } from "../../../src/reports/html/run-page.ts";
import type { Passage } from "../../../src/reports/transcript/passage.ts";
import { transcriptJsonSchema } from "../../../src/reports/transcript/transcript-json-schema.ts";
import { transcriptMarkdown } from "../../../src/reports/transcript/transcript-markdown.ts";
import { transcriptText } from "../../../src/reports/transcript/transcript-text.ts";
import { transcriptOf } from "../../../src/reports/transcript/transcript.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import { runTrial, type TrialResult } from "../../../src/sim/trial.ts";
import { decisionText } from "../../../src/terminal/popups/decision-text.ts";
import { popupLine } from "../../../src/terminal/popups/popup-text.ts";
import { sheet } from "../paper.ts";
import { readPage } from "../read-page.ts";
import { hostileText } from "../sample-report.ts";

const { loaded } = await loadScenarios([new URL("../../../scenarios", import.meta.url).pathname]);
const names = [
  "conflicting-merge",
  "crash",
  "edited",
  "failed-check",
  "planner-repairs",
  "provider-weather",
  "question",
  "rejected-command",
  "where-git-does-not-look",
];
const results: TrialResult[] = [];

beforeAll(async () => {
  for (const { scenario, file } of loaded)
    if (names.some((name) => file.endsWith(`/${name}.scenario.ts`)))
      results.push(await runTrial(scenario, { schedule: { deviations: [] } }));
});

const storyOf = (log: readonly Event[], diffs: ReadonlyMap<string, string> = new Map()) =>
  transcriptOf(log, { asked: popupLine, decided: decisionText, diffs });
const textOf = (passages: readonly Passage[]) =>
  transcriptText(passages, sheet(Infinity), Infinity);
const logOf = (name: string): readonly Event[] =>
  results.find(({ record }) => record.log.some((event) => JSON.stringify(event).includes(name)))!
    .record.log;

/** What a person looks for afterwards, of each kind, in the order of the log. */
function facts(log: readonly Event[]): readonly string[] {
  return log.flatMap((event): readonly string[] => {
    switch (event.type) {
      case "run.started":
        return [event.epic];
      case "tickets.proposed":
        return event.tickets.map(({ title }) => title);
      case "plan.refused":
        return event.problems;
      case "check.ended":
        return [event.output];
      case "tool.ended":
        return [event.text];
      case "attempt.failed":
        return [event.note];
      case "popup.opened":
        return event.popup.kind === "question" ? [event.popup.payload.question] : [];
      case "popup.decided":
        return event.decision.type === "reject" ? [event.decision.reason] : [];
      case "comparison.ended":
        return event.conflicts;
      default:
        return [];
    }
  });
}

test("what was said, done, decided and answered is told, in the order in which it happened", () => {
  expect(results.length).toBeGreaterThanOrEqual(names.length);
  for (const { record } of results) {
    const text = textOf(storyOf(record.log));
    let at = 0;
    for (const fact of facts(record.log)) {
      const row = fact.trim().split("\n").at(-1)!.trim();
      const found = text.indexOf(row, at);
      expect({ row, isTold: found >= 0 }).toEqual({ row, isTold: true });
      at = found;
    }
  }
});

test("as JSON it is what its schema says", () => {
  for (const { record } of results) {
    const shown = { runId: "r", epic: "e", outcome: "done", passages: storyOf(record.log) };
    expect(transcriptJsonSchema.safeParse(JSON.parse(JSON.stringify(shown))).error).toBeUndefined();
  }
});

test("each worker's turn stands apart, and a plan is told by titles", () => {
  for (const { record, projection } of results) {
    const story = storyOf(record.log);
    const turns = story.filter(({ what }) => /^turn \d+$/.test(what));
    const completed = record.log.filter(({ type }) => type === "stream.completed");
    expect(turns).toHaveLength(completed.length);
    const words = turns
      .filter(({ ticketId }) => ticketId !== null)
      .flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.type === "words" ? [block.text] : [])),
      );
    const said = Object.entries(projection.streams)
      .filter(([id]) => id.startsWith("Tier 3") || id.startsWith("Tier 4"))
      .map(([, { text }]) => text.replaceAll(/\s/g, ""));
    expect(words.join("").replaceAll(/\s/g, "").length).toBe(said.join("").length);
    expect(textOf(story)).not.toContain('"tracks":');
  }
});

test("only a call that was refused is said not to have been made", () => {
  for (const { record } of results) {
    const unmade = storyOf(record.log).filter(({ what }) => what.endsWith(" was not made"));
    const refused = record.log.filter(
      (event) => event.type === "tool.ended" && event.effectId === null && event.isError,
    );
    expect(unmade.map(({ seq }) => seq)).toEqual(refused.map(({ seq }) => seq));
  }
});

describe("a session's name", () => {
  const log = () => logOf("largest([-3, -1])");
  const who = (wanted: string) => [
    ...new Set(ofSession(storyOf(log()), log(), wanted).map((passage) => passage.who)),
  ];

  test("of a ticket means its attempts and its QA", () => {
    expect(who("T-1")).toEqual(["Worker T-1", "QA T-1", "Worker T-1, attempt 2"]);
  });

  test("of one attempt means that one, with its check", () => {
    const second = ofSession(storyOf(log()), log(), "T-1:2");
    expect(second.map(({ what }) => what)).toContain("check bun test passed");
    expect(second.map(({ what }) => what)).not.toContain("check bun test failed");
  });

  test("of a planner means what it said and proposed", () => {
    expect(who("tier1")).toEqual(["Orchestrator"]);
  });
});

test("of long output the beginning and the end are shown, with what is between counted", () => {
  const output = Array.from({ length: 100 }, (_, row) => `row ${row}`).join("\n");
  const passage: Passage = {
    ...{ seq: 1, atMs: 0, sessionId: null, ticketId: null, who: null, what: "x", tone: "plain" },
    blocks: [{ type: "output", title: "output", text: output }],
  };
  const short = transcriptText([passage], sheet(80), 30);
  expect(short).toContain("│ row 19\n    │ … 70 rows more; --full shows them\n    │ row 90");
  expect(transcriptText([passage], sheet(80), Infinity)).toContain("row 55");
});

/** A log in which everything that is foreign is hostile. */
const hostileLog = (): readonly Event[] =>
  results
    .flatMap(({ record }) => record.log)
    .flatMap((event): readonly Event[] => {
      switch (event.type) {
        case "tool.ended":
          return [{ ...event, text: `\`\`\`\`\n${hostileText}` }];
        case "check.ended":
          return [{ ...event, output: hostileText }];
        case "attempt.failed":
          return [{ ...event, note: `${hostileText} ![](http://a.invalid/a.png)` }];
        case "popup.decided":
          return [{ ...event, decision: { type: "reject", reason: hostileText } }];
        case "merge.ended":
        case "run.started":
        case "session.opened":
        case "tool.started":
        case "merge.started":
          return [event];
        default:
          return [];
      }
    });

test("hostile words stay text on a terminal, in Markdown and on a page", () => {
  const [first] = results;
  const story = storyOf(
    hostileLog(),
    new Map(
      hostileLog().flatMap((event) =>
        event.type === "merge.started" ? [[event.commit, hostileText]] : [],
      ),
    ),
  );
  expect(story.length).toBeGreaterThan(20);
  const text = textOf(story);
  // oxlint-disable-next-line no-control-regex -- they are what must not be there
  const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/;
  expect(text).not.toMatch(controls);
  const markdown = transcriptMarkdown(hostileText, story);
  expect(markdown).not.toMatch(controls);
  const html = Bun.markdown.html(markdown);
  for (const tag of ["<script", "<img", "<a ", "<svg", "<style"]) expect(html).not.toContain(tag);
  const page = readPage(
    runPage({ run: first!.projection, log: first!.record.log, passages: story, kept: [] }),
  );
  expect(page.acting).toEqual([]);
  expect(page.links.filter((link) => !link.startsWith("#"))).toEqual([]);
});

test("the page leads from what went wrong to where it is told", () => {
  const log = logOf("largest([-3, -1])");
  const { projection } = results.find(({ record }) => record.log === log)!;
  const page = readPage(runPage({ run: projection, log, passages: storyOf(log), kept: [] }));
  const ids = new Set(page.ids);
  expect(page.links.length).toBeGreaterThan(1);
  expect(page.links.filter((link) => !ids.has(link.slice(1)))).toEqual([]);
  expect(new Set(page.ids).size).toBe(page.ids.length);
});
