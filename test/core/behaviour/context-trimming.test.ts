import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { logBeforeTurn } from "../../../src/core/window/context-past.ts";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import type { Message } from "../../../src/core/message.ts";
import type { ModelRequest } from "../../../src/core/effect.ts";
import type { Event } from "../../../src/core/event.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import type { State } from "../../../src/core/state.ts";
import { runWorker, workerSession, type WorkerRun } from "../window/context-flow.ts";
import { runUntilIdle, replyingCollaborators, start } from "../collaborators.ts";
import { newDriver } from "../driver.ts";
import { sampleSettings } from "../sample-settings.ts";

const session = workerSession as SessionId;

/** Runs a worker, and calls back with what the preview said right before each thing that it is about. */
function watchPreviews(
  run: WorkerRun,
  watch: (event: Event, preview: ContextView, after: ContextView, state: State) => void,
) {
  let preview: ContextView | null = null;
  const driver = newDriver([], (event, state) => {
    const after = contextOf(state, session, state.nowMs);
    if (after === null) return;
    if (preview !== null && isAbout(event)) watch(event, preview, after, state);
    preview = after;
  });
  runWorker(driver, run);
  return driver;
}

const isAbout = (event: Event): boolean =>
  event.type === "context.trimmed" ||
  event.type === "session.failed" ||
  (event.type === "model.started" && event.unit.sessionId === session);

const drawRun: fc.Arbitrary<WorkerRun> = fc.record({
  ticket: fc.string({ maxLength: 1_000 }),
  turns: fc.array(
    fc.record({
      says: fc.string({ maxLength: 400 }),
      outputs: fc.array(
        fc.integer({ min: 0, max: 4_000 }).map((length) => "all of it ".repeat(length / 10)),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { maxLength: 25 },
  ),
  contextTokens: fc.integer({ min: 800, max: 12_000 }),
  maxOutputTokens: fc.integer({ min: 1, max: 300 }),
  tokensPerCharacter: fc.double({ min: 0.15, max: 0.7, noNaN: true }),
});

describe("for any history and limit", () => {
  const seen = { trimmed: 0, wholeTurns: 0, exceeded: 0, fitted: 0 };

  test("the preview is what the next request leaves out, the request is valid and fits, or there is none", () => {
    fc.assert(
      fc.property(drawRun, (run) => {
        const driver = watchPreviews(run, (event, preview, after) => {
          if (event.type === "context.trimmed") {
            seen.trimmed++;
            expect(preview.nextCall.type).toBe("trims");
            if (preview.nextCall.type !== "trims") return;
            const { results, turns, estimatedTokens } = preview.nextCall;
            seen.wholeTurns += turns.length;
            expect(turns.length + results.length).toBeGreaterThan(0);
            expect(newlyDropped(preview, after)).toEqual({
              results: [...results],
              turns: [...turns],
            });
            expect(after.estimatedTokens).toBe(estimatedTokens);
            expect(event.estimatedTokens).toBe(estimatedTokens);
          } else if (event.type === "session.failed") {
            seen.exceeded++;
            expect(event.failure.code).toBe("context-exceeded");
            expect(preview.nextCall.type).toBe("exceeded");
          } else {
            seen.fitted++;
            expect(preview.nextCall.type).toBe("fits");
            expect(preview.headroomTokens).toBeGreaterThanOrEqual(0);
          }
        });
        const requests = driver.planned.flatMap((effect) =>
          effect.type === "model" && effect.request.address.tier === "tier3"
            ? [effect.request]
            : [],
        );
        for (const request of requests) expectValid(request);
      }),
      { numRuns: 150, seed: 20300101 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  test("what is sent is what the preview's rows say, message by message", () => {
    fc.assert(
      fc.property(drawRun, (run) => {
        const sent: { seq: number; preview: ContextView; all: readonly Message[] }[] = [];
        const driver = watchPreviews(run, ({ type, seq }, preview, _after, state) => {
          const all = [...state.sessions.get(session)!.messages];
          if (type === "model.started") sent.push({ seq, preview, all });
        });
        for (const { seq, preview, all } of sent) {
          const effect = driver.planned.find(({ id }) => id === seq);
          const messages = effect?.type === "model" ? effect.request.messages : [];
          const kept = preview.rows.filter(({ dropped }) => dropped !== "whole");
          expect(messages).toHaveLength(kept.length);
          for (const breakpoint of preview.breakpoints) {
            if (!("row" in breakpoint)) continue;
            expect(kept[breakpoint.message]!.index).toBe(breakpoint.row);
          }
          for (const [index, row] of kept.entries()) {
            const isSame = JSON.stringify(messages[index]) === JSON.stringify(all[row.index]);
            const hasNotice = row.index === 0 && preview.dropped.turns.length > 0;
            expect({ row, isSame }).toEqual({ row, isSame: row.dropped === "none" && !hasNotice });
          }
        }
      }),
      { numRuns: 40, seed: 20300102 },
    );
  });
});

function newlyDropped(before: ContextView, after: ContextView) {
  const add = (now: readonly number[], then: readonly number[]) =>
    now.filter((turn) => !then.includes(turn));
  return {
    results: add(after.dropped.results, before.dropped.results),
    turns: add(after.dropped.turns, before.dropped.turns),
  };
}

/** Roles alternate, and each call is answered in the very next message, and nothing else is. */
function expectValid({ messages }: ModelRequest): void {
  expect(messages.map(({ role }) => role)).toEqual(
    messages.map((_, index) => (index % 2 === 0 ? "user" : "assistant")),
  );
  expect(messages.at(-1)?.role).toBe("user");
  for (const [index, message] of messages.entries()) {
    expect(resultsOf(messages[index + 1])).toEqual(
      message.role === "assistant" ? callsOf(message) : resultsOf(messages[index + 1]),
    );
    if (message.role === "user") {
      expect(resultsOf(message)).toEqual(index === 0 ? [] : callsOf(messages[index - 1]!));
    }
  }
}

const callsOf = (message: Message): readonly string[] =>
  message.content.flatMap((block) => (block.type === "tool-use" ? [block.callId] : []));
const resultsOf = (message: Message | undefined): readonly string[] =>
  message?.content.flatMap((block) => (block.type === "tool-result" ? [block.callId] : [])) ?? [];

const long = (says: string) => ({ says, outputs: ["line of output\n".repeat(80)] });
const sample: WorkerRun = {
  ticket: "the ticket",
  turns: Array.from({ length: 12 }, (_, index) => long(`turn ${index + 1}`)),
  contextTokens: 3_000,
  maxOutputTokens: 200,
  tokensPerCharacter: 0.25,
};

describe("a session whose window fills", () => {
  test("leaves out the same when it is resumed from its log, at any point", () => {
    const whole = newDriver();
    runWorker(whole, sample);
    expect(whole.events("context.trimmed").length).toBeGreaterThan(0);
    const requests = (driver: typeof whole) =>
      new Map(
        driver.planned.flatMap((effect) =>
          effect.type === "model" ? [[effect.id, JSON.stringify(effect.request)] as const] : [],
        ),
      );
    const live = requests(whole);
    for (const event of whole.log) {
      if (event.type !== "model.started") continue;
      // The crash comes right after the intent; the next try is the same request.
      const kept = JSON.parse(JSON.stringify(whole.log.slice(0, event.seq))) as Event[];
      const resumed = newDriver(kept);
      resumed.feed({ type: "resume" });
      const again = [...requests(resumed).values()].at(-1)!;
      expect(again.replace('"try":2', '"try":1')).toBe(live.get(event.seq)!);
    }
  });

  test("trims seldom: the prefix stays the same for some turns after each time", () => {
    const driver = newDriver();
    runWorker(driver, { ...sample, turns: Array.from({ length: 40 }, () => long("again")) });
    const turns = driver.events("context.trimmed").map(({ turn }) => turn);
    expect(turns.length).toBeGreaterThan(3);
    const gaps = turns.slice(1).map((turn, index) => turn - turns[index]!);
    expect(Math.min(...gaps)).toBeGreaterThan(1);
  });

  test("never trims where the limit is unknown", () => {
    const driver = newDriver();
    runWorker(driver, { ...sample, contextTokens: null });
    expect(driver.events("context.trimmed")).toEqual([]);
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("fails before a call where not even the ticket fits, and says what to do", () => {
    const driver = newDriver();
    runWorker(driver, { ...sample, ticket: "word ".repeat(10_000) });
    const [failed] = driver.events("session.failed");
    expect(failed?.failure.code).toBe("context-exceeded");
    expect(failed?.failure.message).toContain("Name fewer or smaller files in the ticket");
    expect(failed?.failure.message).toContain("in rehearsal.config.ts for the next run:");
    expect(failed?.failure.message).toContain('windows: { "model": { contextTokens');
    const calls = driver.events("model.started").filter(({ address }) => address.tier === "tier3");
    expect(calls).toEqual([]);
  });

  test("advises an Orchestrator about what it was given: nobody named files to it", () => {
    const driver = newDriver();
    const { models, prompts } = sampleSettings();
    start(driver, {
      models: { ...models, tier1: { ...models.tier1, contextTokens: 500, maxOutputTokens: 10 } },
      prompts: { ...prompts, epic: "word ".repeat(10_000) },
    });
    runUntilIdle(
      driver,
      replyingCollaborators({ A: [{ id: "T-1" }] }, () => null),
    );
    const [failed] = driver.events("session.failed");
    expect(failed?.failure.message).toContain("the epic, the project's list of files");
    expect(failed?.failure.message).not.toContain("Name fewer");
  });

  test("that fails for what a tool put out says so, and can be looked at afterwards as it was", () => {
    const driver = newDriver();
    const turns = [long("first"), { says: "all of it", outputs: ["12345\n".repeat(4_000)] }];
    runWorker(driver, { ...sample, turns });
    const [failed] = driver.events("session.failed");
    expect(failed?.failure.message).toContain("What the tools of turn 2 put out takes the most");
    expect(failed?.failure.message).not.toContain("files");
    const after = contextOf(driver.state(), session, 0)!;
    expect(after).toMatchObject({
      phase: "closed",
      nextCall: { type: "none" },
      failure: { code: "context-exceeded", message: failed?.failure.message },
    });
    const past = fold(logBeforeTurn(driver.log, session, 3)!)!;
    const before = contextOf(past, session, 0)!;
    expect(before).toMatchObject({ turn: 3, nextCall: { type: "exceeded" }, failure: null });
    expect(logBeforeTurn(driver.log, session, 4)).toBeNull();
  });

  test("pays for no tokenizer as long as the limit is out of sight", () => {
    const driver = newDriver([], (_event, state) => {
      expect(state.sessions.get(session)?.context.messageTokens ?? null).toBeNull();
    });
    runWorker(driver, { ...sample, contextTokens: 1_000_000 });
    expect(driver.state().ended?.outcome).toBe("done");
  });
});
