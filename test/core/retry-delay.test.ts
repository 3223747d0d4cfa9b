import { describe, expect, test } from "bun:test";
import { failureCodes, isRetryable } from "../../src/core/failure.ts";
import { ticketId, trackId } from "../../src/core/ids.ts";
import { retryDelayMs } from "../../src/core/retry-delay.ts";

const settings = { retryBaseMs: 1_000, retryMaxMs: 8_000 };
const address = {
  tier: "tier3",
  trackId: trackId("A"),
  ticketId: ticketId("T-1"),
  attempt: 1,
  turn: 1,
  try: 1,
} as const;
const failure = { code: "overloaded", message: "later" } as const;

describe("the wait before the next try", () => {
  test("doubles with each failure up to the limit, less at most a quarter", () => {
    for (const [failures, fullMs] of [
      [1, 1_000],
      [2, 2_000],
      [3, 4_000],
      [4, 8_000],
      [9, 8_000],
    ] as const) {
      const delayMs = retryDelayMs(settings, address, failures, failure);
      expect(delayMs).toBeLessThanOrEqual(fullMs);
      expect(delayMs).toBeGreaterThanOrEqual(fullMs * 0.75);
      expect(Number.isInteger(delayMs)).toBe(true);
    }
  });

  test("is what the provider asks for, where it does", () => {
    expect(retryDelayMs(settings, address, 1, { ...failure, retryAfterMs: 60_000 })).toBe(60_000);
    expect(retryDelayMs(settings, address, 5, { ...failure, retryAfterMs: 0 })).toBe(0);
  });

  test("is the same for the same call, and spread over calls that failed together", () => {
    const delays = Array.from({ length: 50 }, (_, index) =>
      retryDelayMs(settings, { ...address, ticketId: ticketId(`T-${index}`) }, 1, failure),
    );
    expect(new Set(delays).size).toBeGreaterThan(20);
    expect(retryDelayMs(settings, { ...address }, 1, failure)).toBe(
      retryDelayMs(settings, address, 1, failure),
    );
  });
});

describe("another try", () => {
  test("is worth it for what passes by itself", () => {
    const worthIt = failureCodes.filter((code) => isRetryable({ code, message: "" }));
    expect(worthIt).toEqual([
      "rate-limited",
      "overloaded",
      "server-error",
      "timeout",
      "connection-failed",
      "stream-cut",
      "stream-error",
      "stalled",
      "malformed-reply",
      "crashed",
    ]);
  });

  test("is as the provider says, where it does", () => {
    expect(isRetryable({ code: "overloaded", message: "", shouldRetry: false })).toBe(false);
    expect(isRetryable({ code: "not-found", message: "", shouldRetry: true })).toBe(true);
  });
});
