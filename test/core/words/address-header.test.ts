import { expect, test } from "bun:test";
import { decodeAddress, encodeAddress } from "../../../src/core/words/address-header.ts";
import { ticketId } from "../../../src/core/ids.ts";
import { workerAddress } from "../../mock-provider/reply-of.ts";

test("an address survives its way through a header, whatever a ticket is called", () => {
  const address = { ...workerAddress, ticketId: ticketId("über\r\nx: 😀") };
  const header = encodeAddress(address);
  expect(header).toMatch(/^[\x21-\x7e]+$/);
  expect(decodeAddress(header)).toEqual(address);
});

test.each([
  [""],
  ["%"],
  ["null"],
  ["[]"],
  ["{}"],
  [encodeURIComponent(JSON.stringify({ ...workerAddress, tier: "tier9" }))],
  [encodeURIComponent(JSON.stringify({ ...workerAddress, turn: 0 }))],
  [encodeURIComponent(JSON.stringify({ ...workerAddress, ticketId: 1 }))],
  [encodeURIComponent(JSON.stringify({ ...workerAddress, ticketId: null }))],
  [encodeURIComponent(JSON.stringify({ ...workerAddress, tier: "tier2", trackId: null }))],
])("%j is no address", (header) => {
  expect(decodeAddress(header)).toBeNull();
});
