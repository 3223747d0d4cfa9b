import { describe, expect, test } from "bun:test";
import type { ContextQuestion } from "../../../src/commands/context/context-question.ts";
import { screenViewer } from "../../../src/commands/context/context-viewer.ts";
import { followRun } from "../../../src/commands/context/watch-context.ts";
import { cacheLifeMs } from "../../../src/core/window/cache-breakpoints.ts";
import type { Event } from "../../../src/core/event.ts";
import { runId } from "../../../src/core/ids.ts";
import type { Clock } from "../../../src/ports.ts";
import { longLog } from "../../core/long-log.ts";

const log = longLog({ sessions: 2, turnsEach: 2, outputCharacters: 400 });
const lastAtMs = log.at(-1)!.atMs;
const opened = (id: string) =>
  log.findIndex((event) => event.type === "session.opened" && event.sessionId === id);
const secondOpens = opened("tier3:T-1:1");
const ended: Event = {
  seq: log.length + 1,
  atMs: lastAtMs,
  type: "run.ended",
  outcome: "done",
  failure: null,
};

interface Watching {
  readonly frames: readonly (readonly string[])[];
  readonly wasClosed: boolean;
}

/**
 * Watches a run of which each look finds more: `written` says how many events there are by then; at the look
 * after the last one nobody writes any more. Time passes by as much as is waited for.
 */
async function watch(
  written: readonly number[],
  question: Partial<ContextQuestion> = {},
  options: { readonly events?: readonly Event[]; readonly rows?: number } = {},
): Promise<Watching> {
  const { events = log, rows = 40 } = options;
  const frames: (readonly string[])[] = [];
  let wasClosed = false;
  let looks = 0;
  let nowMs = lastAtMs;
  const stop = new AbortController();
  const clock: Clock = {
    nowMs: () => nowMs,
    until: (dueAtMs) => {
      nowMs = dueAtMs;
      if (looks >= written.length) stop.abort();
      return Promise.resolve();
    },
    nextTurn: () => undefined,
  };
  const directory = {
    readEvents: (_id: unknown, since = 0) => events.slice(since, written[looks++] ?? events.length),
    isLive: () => true,
  };
  const screen = {
    columns: 100,
    rows,
    show: (shown: readonly string[]) => void frames.push(shown.map(Bun.stripANSI)),
    close: () => void (wasClosed = true),
  };
  const asked: ContextQuestion = {
    run: "latest",
    directory: ".",
    session: null,
    turn: null,
    htmlFile: null,
    format: "text",
    rows: "fitting",
    order: "turn",
    look: "watch",
    count: "estimated",
    ...question,
  };
  const viewer = screenViewer(screen, asked);
  await followRun({ directory, runId: runId("long"), clock }, viewer, stop.signal);
  viewer.close();
  return { frames, wasClosed };
}

const sessionOf = (frame: readonly string[]) =>
  frame.map((row) => /^(tier3:T-\d:1) ·/.exec(row)?.[1]).find((id) => id !== undefined);
const textOf = (frame: readonly string[] | undefined) => (frame ?? []).join("\n");
const keptOf = (frame: readonly string[]) => /kept for ([^·]+) more/.exec(textOf(frame))?.[1];

describe("watching a run's windows", () => {
  test("stays with the session that it began with, whoever calls", async () => {
    const { frames } = await watch([secondOpens, log.length]);
    expect(frames.map(sessionOf)).toEqual(["tier3:T-0:1", "tier3:T-0:1"]);
    expect(textOf(frames[1])).toContain("--follow");
  });

  test("goes along with --follow", async () => {
    const { frames } = await watch([secondOpens, log.length], { look: "follow" });
    expect(frames.map(sessionOf)).toEqual(["tier3:T-0:1", "tier3:T-1:1"]);
  });

  test("waits for a session that is not there yet", async () => {
    const { frames } = await watch([secondOpens, log.length], { session: "T-1" });
    expect(textOf(frames[0])).toContain('Waiting for the session "T-1"');
    expect(textOf(frames[0])).toContain("tier3:T-0:1");
    expect(sessionOf(frames[1]!)).toBe("tier3:T-1:1");
  });

  test("tells what has happened once, and each second of the cache's time besides", async () => {
    const seconds = 4;
    const { frames } = await watch(Array.from({ length: 4 * seconds + 1 }, () => log.length));
    expect(frames.length).toBeGreaterThanOrEqual(seconds);
    expect(frames.length).toBeLessThanOrEqual(seconds + 1);
    expect(new Set(frames.map(keptOf)).size).toBeGreaterThanOrEqual(seconds);
  });

  test("is still once the cache has expired", async () => {
    const looks = (cacheLifeMs / 1000) * 4;
    const whole = Array.from({ length: looks + 41 }, () => log.length);
    const { frames } = await watch(whole);
    expect(textOf(frames.at(-1))).toContain("expired by now");
    expect(frames.length).toBeLessThanOrEqual(cacheLifeMs / 1000 + 2);
  });

  test("shows no frame that is larger than the screen", async () => {
    for (const rows of [3, 12, 24]) {
      const { frames } = await watch([secondOpens, log.length], {}, { rows });
      for (const frame of frames) expect(frame.length).toBeLessThanOrEqual(rows);
    }
  });

  test("ends with the run, and gives the terminal back", async () => {
    const events = [...log, ended];
    const { frames, wasClosed } = await watch([log.length, events.length, 0, 0], {}, { events });
    expect(frames).toHaveLength(2);
    expect(textOf(frames[1])).toContain("✓ done");
    expect(wasClosed).toBe(true);
  });
});

test("a run that nobody writes any more is interrupted, and the watching ends", async () => {
  const outcomes: string[] = [];
  let nowMs = 0;
  const clock: Clock = {
    nowMs: () => nowMs,
    until: (dueAtMs) => {
      nowMs = dueAtMs;
      return Promise.resolve();
    },
    nextTurn: () => undefined,
  };
  const directory = {
    readEvents: (_id: unknown, since = 0) => log.slice(since),
    isLive: () => false,
  };
  let rooms = 0;
  const viewer = {
    show: ({ outcome }: { outcome: string }) => void outcomes.push(outcome),
    // Nobody looks again before there is room for it.
    room: async () => {
      rooms++;
      await new Promise((resolve) => setImmediate(resolve));
      expect(outcomes).toHaveLength(rooms);
    },
  };
  const never = new AbortController().signal;
  await followRun({ directory, runId: runId("long"), clock }, viewer, never);
  expect(outcomes.at(-1)).toBe("interrupted");
  expect(new Set(outcomes.slice(0, -1))).toEqual(new Set(["running"]));
});
