import { expect, test } from "bun:test";
import {
  callAddress,
  leadSeat,
  orchestratorSeat,
  type Seat,
  ticketId,
  trackId,
} from "../../src/core/ids.ts";
import { namesOf } from "../../src/mock-provider/call-names.ts";
import { workerAddress } from "./reply-of.ts";

const names = (changes: Partial<typeof workerAddress>) =>
  namesOf({ number: 9, address: { ...workerAddress, ...changes } });
const namesOfSeat = (seat: Seat) =>
  namesOf({ number: 9, address: callAddress({ seat, turn: 2, try: 1 }) });

test("a worker's tool call is named by ticket, attempt, turn and part", () => {
  expect(names({}).toolCall(0)).toBe("toolu_T-1_1_2_0");
});

test("a retry repeats the tool call's name, but is another message and another request", () => {
  expect(names({ try: 2 }).toolCall(0)).toBe(names({ try: 1 }).toolCall(0));
  expect(names({ try: 2 }).message).not.toBe(names({ try: 1 }).message);
  expect(names({ try: 2 }).request).not.toBe(names({ try: 1 }).request);
});

test("other tiers' names say whose they are", () => {
  expect(namesOfSeat(orchestratorSeat).toolCall(1)).toBe("toolu_tier1_1_2_1");
  expect(namesOfSeat(leadSeat(trackId("ui"))).toolCall(1)).toBe("toolu_tier2_ui_1_2_1");
  expect(namesOfSeat({ ...workerAddress, tier: "tier4" }).toolCall(1)).toBe(
    "toolu_tier4_T-1_1_2_1",
  );
});

test("a name holds only what the API allows in an id", () => {
  const { toolCall, message } = names({ ticketId: ticketId("a b/ü.1") });
  expect(toolCall(0)).toMatch(/^[\w-]+$/);
  expect(message).toMatch(/^[\w-]+$/);
});

test("a client without an address is named by its call", () => {
  expect(namesOf({ number: 3, address: null }).toolCall(0)).toBe("toolu_call_3_0");
});
