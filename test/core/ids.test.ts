import { expect, test } from "bun:test";
import {
  type Seat,
  sessionIdOf,
  streamIdOf,
  tiers,
  ticketId,
  trackId,
} from "../../src/core/ids.ts";

const seats = tiers.map((tier): Seat => ({
  tier,
  trackId: trackId("api"),
  ticketId: ticketId("T-1"),
  attempt: 2,
}));

test("streams are named as people know the four tiers", () => {
  expect(seats.map((seat) => String(streamIdOf(seat)))).toEqual([
    "Tier 1 (Orchestrator)",
    "Tier 2 (Tech Lead): api",
    "Tier 3 (Worker): T-1",
    "Tier 4 (QA): T-1",
  ]);
});

test("workers and QA have a session an attempt; planners keep theirs", () => {
  expect(seats.map((seat) => String(sessionIdOf(seat)))).toEqual([
    "tier1",
    "tier2:api",
    "tier3:T-1:2",
    "tier4:T-1:2",
  ]);
});
