import { describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { popupId, sessionIdOf, ticketId, trackId } from "../../../src/core/ids.ts";
import { type ContextMeter, createContextMeter } from "../../../src/terminal/view/context-line.ts";
import { colourInk, plainInk } from "../../../src/terminal/ink.ts";
import { liveView } from "../../../src/terminal/view/live-view.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { plainView } from "../../../src/terminal/view/plain-view.ts";
import type { RunFacts } from "../../../src/terminal/view/run-memory.ts";
import { longLog } from "../../core/long-log.ts";
import { createLog, popup, sampleRun, ticket, worker } from "../sample-run.ts";

interface Watch {
  readonly columns?: number;
  readonly ink?: typeof plainInk;
  readonly before?: readonly Event[];
  readonly meter?: typeof createContextMeter;
  readonly ending?: (facts: RunFacts) => string;
}

function watch(events: readonly Event[], options: Watch = {}): string {
  let text = "";
  const { columns = 100, ink = plainInk, before = [], ending = () => "THE END\n" } = options;
  const view = liveView({
    screen: { write: (piece) => (text += piece) },
    paper: paperFor({ ink, columns: () => columns }),
    meter: options.meter ?? fixedMeter,
    before,
    ending,
  });
  void view.receive(events);
  return text;
}

/** The logs here are of pieces that no meter could fold. */
const fixedMeter = (): ContextMeter => ({
  learn: () => undefined,
  take: (event) =>
    event.type === "stream.completed"
      ? { sessionId: event.unit.sessionId, line: "context 1,280 tokens" }
      : null,
});

describe("the live view", () => {
  test("tells a whole run, line by line", () => {
    expect(watch(sampleRun())).toBe(
      `● Add a rate limiter to the API
  run r-1
  small at every tier
  auto-queue · 2 workers · check bun test · budget 200,000 tokens
  Read the project: 2 files, 0 documents
Orchestrator │ writes the plan …
Orchestrator │ context 1,280 tokens
Orchestrator │ proposes 1 track

◇ Tracks
  └─ api  HTTP layer

Lead api     │ writes the plan …
Lead api     │ context 1,280 tokens
Lead api     │ proposes 2 tickets

◇ Tickets of track api
  └─ ○ T-1  Token bucket
     └─ ○ T-2  Middleware

Worker T-1   │ ▶ Token bucket
Worker T-1   │ I will st
Worker T-1   │ ↻ try 1 discarded: overloaded, trying again in 2 s
Worker T-1   │ I will start with
Worker T-1   │ the tests, then the code.
Worker T-1   │ context 1,280 tokens
Worker T-1   │ ◆ asks: bash bun test
Worker T-1   │ ◇ approved
Worker T-1   │ → bash bun test
Worker T-1   │ ✓ bash bun test · 2 lines
Worker T-1   │ → check bun test
Worker T-1   │ ✓ check passed
Worker T-1   │ ✓ merged as 01234567
✓ T-1 done
  ━━━━━━━━━━────────── 1/2 done
✗ T-2 failed: check-failed: 3 tests fail
  ━━━━━━━━━━━━━━━━━━━━ 1/2 done · 1 failed

THE END
`,
    );
  });

  test("says the same however the events come", () => {
    let text = "";
    const view = liveView({
      screen: { write: (piece) => (text += piece) },
      paper: paperFor({ ink: plainInk, columns: () => 100 }),
      meter: fixedMeter,
      before: [],
      ending: () => "THE END\n",
    });
    for (const event of sampleRun()) void view.receive([event]);
    const twoLines = `↻ try 1 discarded: overloaded\nWorker T-1   │ ↻ trying again in 2 s`;
    expect(text.replace(twoLines, "↻ try 1 discarded: overloaded, trying again in 2 s")).toBe(
      watch(sampleRun()),
    );
  });

  test("keeps to 40 columns, with short names", () => {
    const text = watch(sampleRun(), { columns: 40 });
    const lines = text.split("\n");
    expect(Math.max(...lines.map((line) => Bun.stringWidth(line)))).toBeLessThanOrEqual(40);
    expect(lines).toContain("T-1       │ the tests, then the code.");
    expect(lines).toContain("Plan      │ proposes 1 track");
  });

  test("keeps workers that stream at once apart", () => {
    const { events, add } = createLog();
    const ids = ["T-1", "T-2", "T-3"];
    const starts = ids.map((id) => {
      const unit = { sessionId: `tier3:${id}:1` as never, turn: 1, try: 1 };
      const address = { ...worker(id), turn: 1, try: 1 };
      const { seq } = add({
        type: "model.started",
        unit,
        address,
        model: "small",
        maxOutputTokens: 1,
        reservedTokens: 1,
        reservedUsd: null,
      });
      return { unit, effectId: seq, id };
    });
    for (const piece of ["this is ", "what I ", "say\nand "])
      for (const { unit, effectId, id } of starts)
        add({
          type: "stream.deltas",
          unit,
          effectId,
          deltas: [
            { type: "text", block: 0, text: piece === "this is " ? `${id}: ${piece}` : piece },
          ],
          usage: null,
        });
    expect(watch(events)).toBe(
      ids.map((id) => `Worker ${id}   │ ${id}: this is what I say\n`).join(""),
    );
  });

  test("obeys nothing that a model sends", () => {
    const log = createLog();
    log.say(worker("T-1"), ["safe\x1b]0;own", "ed\x07\x1b[2Jtext\n"]);
    log.add({
      type: "ticket.failed",
      ticketId: ticketId("T\x1b[31m-1"),
      failure: { code: "refusal", message: "no\x9b2J\rway" },
    });
    const text = watch(log.events);
    expect(text).toContain("safetext");
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test("gives each of eight workers a colour of its own", () => {
    const log = createLog();
    for (let id = 1; id <= 8; id++) log.say(worker(`T-${id}`), ["hello\n"]);
    const lines = watch(log.events, { ink: colourInk }).trimEnd().split("\n");
    expect(Bun.stripANSI(lines[0] ?? "")).toBe("Worker T-1   │ hello");
    expect(new Set(lines.map((line) => line.slice(0, 5))).size).toBe(8);
  });

  test("shows the half line of a stream that the end of the run cut off", () => {
    const log = createLog();
    log.say(worker("T-1"), ["half a li"], { end: "open" });
    log.add({ type: "run.ended", outcome: "interrupted", failure: null });
    expect(watch(log.events)).toBe("Worker T-1   │ half a li\n\nTHE END\n");
  });

  test("says what a tool call came to", () => {
    const { events, add } = createLog();
    const call = { sessionId: "tier3:T-1:1" as never, turn: 1, index: 0, callId: "c" };
    const gate = popupId("g");
    const input = { file_path: "src/a.ts" };
    add({ type: "tool.started", ...call, tool: "read", input, gate, payloadHash: "" });
    add({ type: "tool.ended", ...call, effectId: 1, text: "a\nb\nc\n", isError: false });
    add({ type: "tool.started", ...call, tool: "edit", input, gate, payloadHash: "" });
    add({ type: "tool.ended", ...call, effectId: 3, text: "no match", isError: true });
    add({ type: "tool.ended", ...call, effectId: null, text: "rejected: no", isError: true });
    expect(watch(events)).toBe(
      `Worker T-1   │ ✓ read src/a.ts · 3 lines
Worker T-1   │ ✗ edit src/a.ts · no match
Worker T-1   │ ✗ rejected: no
`,
    );
  });

  test("shows the end of a failed check's output", () => {
    const { events, add } = createLog();
    const output = Array.from({ length: 20 }, (_, line) => `line ${line}`).join("\n");
    add({ type: "check.ended", effectId: 1, ticketId: ticketId("T-1"), passed: false, output });
    const lines = watch(events).trimEnd().split("\n");
    expect(lines[0]).toBe("Worker T-1   │ ✗ check failed");
    expect(lines.slice(1)).toHaveLength(8);
    expect(lines.at(-1)).toBe("Worker T-1   │   line 19");
  });

  test("says that a popup waits where nobody can be asked", () => {
    const { events, add } = createLog();
    const asked = popup({ kind: "question", payload: { question: "Which port?" } });
    add({ type: "popup.opened", popup: asked });
    add({ type: "popup.shown", effectId: 1, popupId: asked.id, attended: false });
    add({ type: "popup.expired", popupId: asked.id });
    expect(watch(events)).toBe(
      `Worker T-1   │ ◆ asks: Which port?
Worker T-1   │ ◆ nobody can be asked: it waits
Worker T-1   │ ◇ nobody answered in time
`,
    );
  });

  test("ends with the facts of the run", () => {
    let facts: RunFacts | null = null;
    watch(sampleRun(), {
      ending: (ended) => {
        facts = ended;
        return "";
      },
    });
    expect(facts).toMatchObject({
      runId: "r-1",
      outcome: "failed",
      tickets: [
        { id: "T-1", status: "done", attempts: 1 },
        { id: "T-2", status: "failed", reason: "check-failed: 3 tests fail" },
      ],
      popups: [],
      usage: {
        // The usage of a try is cumulative, and a discarded try counts.
        tier1: { inputTokens: 1200, outputTokens: 80 },
        tier3: { inputTokens: 2400, outputTokens: 160, costUsd: 0.0032 },
        tier4: { inputTokens: 0, costUsd: 0 },
      },
    });
  });

  test("names no cost where a price is unknown", () => {
    let facts: RunFacts | null = null;
    const log = createLog();
    log.say(worker("T-1"), ["hello"]);
    log.add({ type: "run.ended", outcome: "done", failure: null });
    watch(log.events, {
      ending: (ended) => {
        facts = ended;
        return "";
      },
    });
    expect(facts).toMatchObject({ usage: { tier3: { inputTokens: 1200, costUsd: null } } });
  });

  test("knows what a resumed run did before, and does not tell it again", () => {
    const { events, add } = createLog();
    add({
      type: "tickets.accepted",
      trackId: trackId("api"),
      tickets: [ticket("T-1", "Token bucket"), ticket("T-2", "Middleware")],
    });
    const before = [...events];
    add({ type: "run.resumed" });
    add({ type: "ticket.done", ticketId: ticketId("T-1") });
    expect(watch(events.slice(1), { before })).toBe(
      `
● Goes on from where it stopped
✓ T-1 done
  ━━━━━━━━━━────────── 1/2 done
`,
    );
  });
});

test("a window that is too small is told in full once, by its session", () => {
  const { events, add } = createLog();
  const failure = { code: "context-exceeded", message: "the prompt would take too much" } as const;
  const sessionId = sessionIdOf({
    tier: "tier3",
    ticketId: ticketId("T-1"),
    attempt: 1,
  });
  add({ type: "session.failed", sessionId, failure });
  const again = { note: "", fresh: true, granted: false };
  add({ type: "attempt.failed", ticketId: ticketId("T-1"), attempt: 1, failure, ...again });
  add({ type: "ticket.failed", ticketId: ticketId("T-1"), failure });
  const text = watch(events);
  expect(text.split("the prompt would take too much")).toHaveLength(2);
  expect(text).toContain("attempt 1 failed: context-exceeded\n");
  expect(text).toContain("T-1 failed: context-exceeded\n");
});

test("a window's line is its session's, also where the run was resumed", () => {
  const log = longLog({ sessions: 1, turnsEach: 2, outputCharacters: 400 });
  const tell = (events: readonly Event[], before: readonly Event[]) =>
    watch(events, { before, meter: createContextMeter })
      .split("\n")
      .filter((line) => line.includes("context"));
  const lines = tell(log, []);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^Worker T-0 +│ context .* of 200,000,000 · 50% from the cache$/);
  const half = log.findIndex(({ type }) => type === "results.returned") + 1;
  expect(tell(log.slice(half), log.slice(0, half))).toEqual(lines.slice(1));
});

test("the plain view neither colours nor wraps", () => {
  let text = "";
  const view = plainView({
    screen: { write: (piece) => (text += piece) },
    meter: fixedMeter,
    before: [],
    ending: () => "",
  });
  const log = createLog();
  const long = "word ".repeat(100).trim();
  log.say(worker("T-1"), [long]);
  void view.receive(log.events);
  expect(text).toBe(`Worker T-1   │ ${long}\nWorker T-1   │ context 1,280 tokens\n`);
});
