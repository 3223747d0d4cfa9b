import { expect, test } from "bun:test";
import {
  callAddress,
  leadSeat,
  orchestratorSeat,
  type Seat,
  seatOf,
  sessionIdOf,
  streamIdOf,
  ticketId,
  trackId,
} from "../../src/core/ids.ts";

const api = trackId("api");
const ofTicket = { trackId: api, ticketId: ticketId("T-1"), attempt: 2 };
const seats: readonly Seat[] = [
  orchestratorSeat,
  leadSeat(api),
  { tier: "tier3", ...ofTicket },
  { tier: "tier4", ...ofTicket },
];

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

test("a seat is read out of what says more than it", () => {
  const addresses = seats.map((seat) => callAddress({ seat, turn: 3, try: 2 }));
  expect(addresses.map(({ turn, try: nth }) => [turn, nth])).toEqual(seats.map(() => [3, 2]));
  expect(addresses.map(seatOf)).toEqual([...seats]);
});
