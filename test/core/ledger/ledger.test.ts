import { describe, expect, test } from "bun:test";
import { type Seat, type TicketSeat, ticketId, trackId } from "../../../src/core/ids.ts";
import { book, emptyLedger } from "../../../src/core/ledger/ledger.ts";
import { addUsage, costUsd, noUsage, totalTokens } from "../../../src/core/ledger/usage.ts";
import { tokens } from "../collaborators.ts";

const seat = (tier: TicketSeat["tier"]): Seat => ({
  tier,
  trackId: trackId("A"),
  ticketId: ticketId("T-1"),
  attempt: 1,
});
const price = { inputUsd: 1, outputUsd: 10, cacheReadUsd: 0.1, cacheWriteUsd: 2 };
const entry = {
  seat: seat("tier3"),
  sessionId: "s",
  model: "m",
  try: 1,
  purpose: "work",
  estimated: noUsage,
  completed: true,
  price,
} as const;

describe("the ledger", () => {
  test("sums what every call took, discarded ones too, and tells those apart", () => {
    const ledger = emptyLedger();
    book(ledger, { ...entry, reported: tokens(100, 10) });
    book(ledger, { ...entry, reported: tokens(50, 5), completed: false });
    expect([...ledger.entries.values()]).toMatchObject([
      {
        usage: tokens(150, 15),
        discardedUsage: tokens(50, 5),
        completedCalls: 1,
        discardedCalls: 1,
      },
    ]);
    expect(ledger.usedTokens).toBe(165);
  });

  test("keeps tiers, sessions and models apart", () => {
    const ledger = emptyLedger();
    book(ledger, { ...entry, reported: tokens(1, 0) });
    book(ledger, { ...entry, reported: tokens(2, 0), seat: seat("tier4"), sessionId: "t" });
    book(ledger, { ...entry, reported: tokens(4, 0), model: "n" });
    expect(ledger.entries.size).toBe(3);
    expect(ledger.byTier.get("tier3")).toEqual(tokens(5, 0));
    expect(ledger.byTier.get("tier4")).toEqual(tokens(2, 0));
    expect(ledger.byTier.get("tier1")).toEqual(noUsage);
  });

  test("knows no cost any more once a model without a price took something", () => {
    const ledger = emptyLedger();
    book(ledger, { ...entry, reported: tokens(1_000_000, 100_000) });
    expect(ledger.usedUsd).toBe(2);
    book(ledger, { ...entry, reported: noUsage, price: null });
    expect(ledger.usedUsd).toBe(2);
    book(ledger, { ...entry, reported: tokens(1, 0), price: null });
    book(ledger, { ...entry, reported: tokens(1, 0) });
    expect(ledger.usedUsd).toBeNull();
  });
});

describe("usage", () => {
  const usage = {
    inputTokens: 1_000_000,
    outputTokens: 100_000,
    thinkingTokens: 40_000,
    cacheReadTokens: 2_000_000,
    cacheWriteTokens: 500_000,
  };

  test("costs each sort at its own price; thinking is part of the output", () => {
    expect(costUsd(usage, price)).toBeCloseTo(1 + 1 + 0.2 + 1, 10);
    expect(totalTokens(usage)).toBe(3_600_000);
  });

  test("adds up sort by sort", () => {
    expect(addUsage(usage, usage)).toEqual({
      inputTokens: 2_000_000,
      outputTokens: 200_000,
      thinkingTokens: 80_000,
      cacheReadTokens: 4_000_000,
      cacheWriteTokens: 1_000_000,
    });
  });
});
