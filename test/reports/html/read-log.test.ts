import { describe, expect, test } from "bun:test";
import { readLog } from "../../../src/reports/html/read-log.ts";
import { workerLog } from "../sample-report.ts";

const log = workerLog({ ticket: "T-1", text: "words" });

describe("a log as lanes", () => {
  test("is a lane a stream, each try a bar with how it ended", () => {
    const [lane, ...more] = readLog(log).lanes;
    expect(more).toEqual([]);
    expect(lane?.streamId).toBe("Tier 3 (Worker): T-1");
    const shown = lane?.spans.map(({ row, tone, from, to }) => [row, tone, from.atMs, to.atMs]);
    expect(shown).toEqual([
      ["model", "bad", 0, 500],
      ["model", "wait", 500, 1500],
      ["model", "good", 1500, 2200],
      ["gate", "bad", 2200, 5200],
    ]);
  });

  test("leaves open to the end what never ended", () => {
    const spans = readLog(log.slice(0, 8)).lanes[0]?.spans ?? [];
    const popup = spans.find((span) => span.row === "gate");
    expect([popup?.tone, popup?.title]).toEqual(["open", "popup tool:T-1:1.1.0: never ended"]);
  });

  test("marks what ends all lanes", () => {
    expect(readLog(log).divides.map(({ title }) => title)).toEqual(["done"]);
  });

  test("of nothing is empty", () => {
    expect(readLog([])).toEqual({ moments: [], lanes: [], divides: [] });
  });
});
