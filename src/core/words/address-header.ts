import { tiers, type Address } from "../ids.ts";

/** Carries the address of a conductor's request to a mock on loopback: JSON, percent-encoded. */
export const addressHeader = "x-rehearsal-address";

export function encodeAddress(address: Address): string {
  return encodeURIComponent(JSON.stringify(address));
}

/** `null` where the text is no address. */
export function decodeAddress(text: string): Address | null {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(text));
    return isAddress(value) ? value : null;
  } catch {
    return null;
  }
}

function isAddress(value: unknown): value is Address {
  if (value === null || typeof value !== "object") return false;
  const {
    tier,
    trackId,
    ticketId,
    attempt,
    turn,
    try: tries,
  } = { ...value } as Record<keyof Address, unknown>;
  return (
    tiers.some((known) => known === tier) &&
    isNameOrNull(trackId) &&
    isNameOrNull(ticketId) &&
    [attempt, turn, tries].every((count) => Number.isSafeInteger(count) && Number(count) >= 1)
  );
}

function isNameOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}
