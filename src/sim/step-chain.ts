import type { Address } from "../core/ids.ts";

/** Which chain of steps a ticket's belong to: its model calls, its tools, its merge. */
export const chainOfTicket = (ticketId: string): string => `ticket ${ticketId}`;

/** The chain of a model call; a planner's is that of its track, or of the whole epic. */
export function chainOf(address: Address | null): string {
  if (address === null) return "foreign";
  if (address.ticketId !== null) return chainOfTicket(address.ticketId);
  return address.trackId === null ? "epic" : `track ${address.trackId}`;
}
