import { describe, expect, test } from "bun:test";
import { newRunId } from "../../src/clock/run-id.ts";

const at = Date.UTC(2026, 10, 22, 14, 30);

describe("a new run's id", () => {
  test("begins with its day and is short", () => {
    expect(newRunId(at)).toMatch(/^2026-11-22-[0-9a-z]{5}$/);
  });

  test("sorts as runs start, within a day and across days", () => {
    const moments = [0, 3_000, 60_000, 3_600_000, 9 * 3_600_000, 86_400_000];
    const ids = moments.map((laterMs) => newRunId(at + laterMs));
    expect(ids.toSorted()).toEqual(ids);
  });

  test("differs between runs that start at the same moment", () => {
    const ids = Array.from({ length: 20 }, () => newRunId(at));
    expect(new Set(ids).size).toBeGreaterThan(1);
  });

  test("can stand in a git ref", async () => {
    for (const moment of [0, at, Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 22, 23, 59, 59, 999)]) {
      const ref = `refs/heads/rehearsal/${newRunId(moment)}`;
      expect((await Bun.$`git check-ref-format ${ref}`.nothrow().quiet()).exitCode).toBe(0);
    }
  });
});
