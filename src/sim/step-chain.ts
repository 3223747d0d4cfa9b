import type { Address } from "../core/ids.ts";

/** The chain that all steps of a ticket belong to: its model calls, tools and merge. */
export const chainOfTicket = (ticketId: string): string => `ticket ${ticketId}`;

/** The chain of a model call; a planner's is that of its track, or of the whole epic. */
export function chainOf(address: Address | null): string {
  if (address === null) return "foreign";
  if (address.ticketId !== null) return chainOfTicket(address.ticketId);
  return address.trackId === null ? "epic" : `track ${address.trackId}`;
}
