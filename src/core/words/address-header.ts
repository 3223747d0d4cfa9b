import { type Address, leadSeat, orchestratorSeat, ticketId, trackId } from "../ids.ts";

/** Carries the address of a conductor's request to a mock on loopback: JSON, percent-encoded. */
export const addressHeader = "x-rehearsal-address";

export function encodeAddress(address: Address): string {
  return encodeURIComponent(JSON.stringify(address));
}

/** `null` where the text is no address. */
export function decodeAddress(text: string): Address | null {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text));
    return value !== null && typeof value === "object" ? addressIn({ ...value }) : null;
  } catch {
    return null;
  }
}

function addressIn(members: Partial<Record<keyof Address, unknown>>): Address | null {
  const { tier, trackId: track, ticketId: ticket, attempt, turn, try: nth } = members;
  if (!isCount(turn) || !isCount(nth)) return null;
  const call = { turn, try: nth };
  switch (tier) {
    case "tier1":
      return { ...orchestratorSeat, ...call };
    case "tier2":
      return isName(track) ? { ...leadSeat(trackId(track)), ...call } : null;
    case "tier3":
    case "tier4":
      return isName(track) && isName(ticket) && isCount(attempt)
        ? { tier, trackId: trackId(track), ticketId: ticketId(ticket), attempt, ...call }
        : null;
    default:
      return null;
  }
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 1;

const isName = (value: unknown): value is string => typeof value === "string";
