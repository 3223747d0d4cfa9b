import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { failurePage } from "../../../src/commands/serve/drawn/failure-page.ts";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";
import { servePage } from "../../../src/commands/serve/serve-page.ts";
import { groupLedger } from "../../../src/core/ledger/ledger-groups.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { contextPage } from "../../../src/reports/context/context-page.ts";
import { runPage } from "../../../src/reports/html/run-page.ts";
import { htmlReport } from "../../../src/reports/html/html-report.ts";
import { longLog } from "../../core/long-log.ts";
import { type BrowserPage, startBrowser } from "../browser.ts";
import { projection } from "../sample-projection.ts";
import { findChromium, isChromiumRequired } from "../chromium.ts";
import {
  agentReport,
  failure,
  hostileText,
  report,
  searched,
  workerLog,
} from "../sample-report.ts";

const chromium = findChromium();
/** A browser that starts on a busy machine takes its time. */
const timeoutMs = 60_000;

/** One word that fits into no narrow column. */
const longWord = "averylongword".repeat(30);

const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  "the report of a simulation"() {
    const log = longLog({ sessions: 1, turnsEach: 2, outputCharacters: 400 });
    return htmlReport([
      report({ log: workerLog({ ticket: longWord, text: longWord }), name: longWord }),
      report({
        ...searched(longWord),
        failures: [failure({ kind: longWord, command: longWord, faults: [longWord] })],
        log,
      }),
      { ...report({}), subject: { ...agentReport, value: longWord } },
    ]);
  },
  "the page of a real run"() {
    const owner = { sessionId: null, ticketId: null, who: longWord } as const;
    const passage = { ...owner, atMs: 0, tone: "bad", blocks: [] } as const;
    const blocks = [
      { type: "output", title: longWord, text: `${longWord}\n`.repeat(60) },
      { type: "words", text: longWord },
    ] as const;
    return runPage({
      run: { ...projection, epic: longWord },
      log: workerLog({ ticket: longWord, text: longWord }),
      passages: [
        { ...passage, seq: 1, what: longWord },
        { ...passage, seq: 2, what: hostileText, blocks },
        ...Array.from({ length: 40 }, (_, index) => ({
          ...passage,
          seq: 3 + index,
          who: `${longWord}${index % 5}`,
          what: "a turn",
        })),
      ],
      kept: [],
    });
  },
  "the contexts of a run"() {
    const state = fold(longLog({ sessions: 3, turnsEach: 2, outputCharacters: 400 }))!;
    return contextPage({
      run: { runId: state.runId, epic: longWord, outcome: "failed" },
      turn: null,
      ledger: groupLedger(state),
      views: [...state.sessions.keys()].map((id) => contextOf(state, id, state.nowMs)!),
      layout: { order: "turn", rowsMax: 100, standing: "failed" },
    });
  },
  "the page of a served scenario": () =>
    servePage({
      scenario: longWord,
      left: { of: 3, replies: [{ name: longWord, test: longWord }] } as never,
      counts: { requests: 2, faulted: 0, unmatched: 1, refused: 1, left: 0 },
      latest: requests,
      amiss: requests.slice(1),
      labels: new Map(),
      nowMs: 0,
    }).text(),
  "the page on a failure under drawn faults": () =>
    failurePage({
      scenario: longWord,
      seed: 7,
      labels: new Map(),
      replayLine: longWord,
      faults: [],
      result: { failures: [{ message: longWord }], requests, output: longWord },
    } as never),
};

const request: RequestEntry = {
  number: 1,
  atMs: 0,
  method: "POST",
  path: `/v1/${longWord}`,
  test: longWord,
  body: { text: `${longWord}\n`.repeat(60) },
  model: longWord,
  streamed: true,
  words: hostileText,
  retryCount: 2,
  outcome: { type: "met", reply: longWord, try: 2, fault: null },
  fault: null,
  status: 200,
  end: "answered",
  durationMs: 14,
};
const requests: readonly RequestEntry[] = [
  request,
  { ...request, number: 2, outcome: { type: "unmatched", message: longWord }, status: 500 },
  { ...request, number: 3, outcome: { type: "refused", message: longWord }, status: 400 },
];

if (chromium !== null || isChromiumRequired) {
  describe.each(Object.keys(pages))("%s, in Chromium", (name) => {
    test(
      "is for everybody: nothing serious to axe, nothing wider than a phone, in light and dark",
      async () => {
        const file = join(folder, `${Bun.hash(name)}.html`);
        await Bun.write(file, await pages[name]!());
        for (const scheme of ["light", "dark"] as const) {
          await browser.open(pathToFileURL(file).href, { widthPx: 400, scheme });
          const looked = await browser.evaluate<Looked>(lookAt(scheme));
          expect(looked).toEqual({ overflowPx: 0, serious: [] });
        }
      },
      timeoutMs,
    );
  });
}

let folder: string;
let browser: BrowserPage;

beforeAll(async () => {
  if (chromium === null) return;
  folder = await mkdtemp(join(tmpdir(), "rehearsal-pages-"));
  browser = await startBrowser(chromium);
}, timeoutMs);

afterAll(async () => {
  if (chromium === null) return;
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Looked {
  readonly overflowPx: number;
  readonly serious: readonly string[];
}

/** Runs in the page, with all that is folded opened. Light and dark differ in their colours only. */
const lookAt = (scheme: "light" | "dark") => `(async () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  ${axe.source};
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    ${scheme === "dark" ? `runOnly: ["color-contrast"],` : ""}
  });
  const { scrollWidth, clientWidth } = document.documentElement;
  return {
    overflowPx: scrollWidth - clientWidth,
    serious: violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 200))),
  };
})()`;
