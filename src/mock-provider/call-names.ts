import type { Address } from "../core/ids.ts";
import type { Call } from "./served-call.ts";

/**
 * The ids in a reply, made from the address, so that the same run brings the same ones. A tool call's is
 * the same at every try; a message's and a request's is not. A foreign client's come from its call's number.
 */
export interface CallNames {
  readonly message: string;
  readonly request: string;
  toolCall(part: number): string;
}

/** What a provider's ids begin with. */
export interface NamePrefixes {
  readonly message: string;
  readonly toolCall: string;
}

const anthropicPrefixes: NamePrefixes = { message: "msg_", toolCall: "toolu_" };

export function namesOf(
  call: Pick<Call, "number" | "address">,
  prefixes: NamePrefixes = anthropicPrefixes,
): CallNames {
  const { address } = call;
  const turn = address === null ? `call_${call.number}` : turnName(address);
  const once = address === null ? turn : `${turn}_${address.try}`;
  return {
    message: `${prefixes.message}${once}`,
    // A foreign client's retry repeats nothing that the mock could tell apart, hence the number.
    request: `req_${once}`,
    toolCall: (part) => `${prefixes.toolCall}${turn}_${part}`,
  };
}

/** `T-1_1_2` for a worker's second turn in its first attempt; other tiers say which they are. */
function turnName({ tier, trackId, ticketId, attempt, turn }: Address): string {
  const seat = {
    tier1: [tier],
    tier2: [tier, trackId],
    tier3: [ticketId],
    tier4: [tier, ticketId],
  }[tier];
  return [...seat, attempt, turn].map((part) => String(part).replace(/[^\w-]/g, "-")).join("_");
}
