import { describe, expect, test } from "bun:test";
import type { Event } from "../../src/core/event.ts";
import { createContextMeter, trimText } from "../../src/terminal/context-line.ts";
import { colourInk, plainInk } from "../../src/terminal/ink.ts";
import { paperFor } from "../../src/terminal/paper.ts";
import { longLog } from "../core/long-log.ts";

const log = longLog({ sessions: 1, turnsEach: 3, outputCharacters: 4_000 });

function linesOf(limitTokens: number | null, ink = plainInk): readonly string[] {
  const meter = createContextMeter(paperFor({ ink, columns: () => 40 }));
  return log
    .map((event): Event => {
      if (event.type !== "run.started") return event;
      const tier3 = { ...event.settings.models.tier3, contextTokens: limitTokens };
      const models = { ...event.settings.models, tier3 };
      return { ...event, settings: { ...event.settings, models } };
    })
    .flatMap((event) => meter.take(event) ?? []);
}

describe("the line about a worker's context", () => {
  test("comes after each turn, with what the next prompt begins with", () => {
    expect(linesOf(5_000)).toEqual([
      "context ━━──────── 21% of 5,000",
      "context ━━━━────── 42% of 5,000 · 50% from the cache",
      "context ━━━━━━──── 63% of 5,000 · 66% from the cache",
    ]);
  });

  test("is told in tokens where the window is unknown", () => {
    expect(linesOf(null)[0]).toBe("context 1,070 tokens");
  });

  test("goes from green through yellow to red", () => {
    const [low, middle, high] = linesOf(3_700, colourInk);
    expect(low).toContain(colourInk("green", "━━━"));
    expect(middle).toContain(colourInk("yellow", "━━━━━━"));
    expect(high).toContain(colourInk("red", "━━━━━━━━━"));
  });
});

test("a trim names what is left out from then on", () => {
  const event = {
    seq: 1,
    atMs: 1,
    type: "context.trimmed",
    sessionId: "s" as never,
    turn: 9,
    beforeTokens: 7_026,
    estimatedTokens: 4_000,
  } as const;
  const told = (resultsThrough: number, turnsThrough: number) =>
    trimText({ ...event, drops: { resultsThrough, turnsThrough } });
  expect(told(4, 0)).toBe(
    "▲ the context is full (about 7,026 tokens): left out from now on: tool output up to turn 4",
  );
  expect(told(4, 4)).toEndWith("left out from now on: turns 1 to 4");
  expect(told(6, 1)).toEndWith("left out from now on: turn 1, tool output up to turn 6");
});
