import type { Address } from "../../src/core/ids.ts";
import { ticketId, trackId } from "../../src/core/ids.ts";
import type { Reply, SaidPart } from "../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../src/mock-provider/reply-fault.ts";
import type { MockRequest, ReplySource } from "../../src/mock-provider/reply-source.ts";

/** A reply with nothing special about it. */
export function replyOf(parts: readonly SaidPart[], changes: Partial<Reply> = {}): Reply {
  return {
    parts,
    stopReason: null,
    usage: {},
    delayMs: 0,
    chunkDelayMs: 0,
    chunking: { type: "events" },
    deltaCharacters: 4,
    ...changes,
  };
}

/** Gives the same reply to every request, and keeps the requests. */
export function alwaysReply(
  reply: Reply,
  fault: ReplyFault | null = null,
): ReplySource & { readonly requests: readonly MockRequest[] } {
  const requests: MockRequest[] = [];
  return {
    requests,
    next(request) {
      requests.push(request);
      return { type: "reply", reply, fault };
    },
  };
}

/** A worker's call. */
export const workerAddress = {
  tier: "tier3",
  trackId: trackId("core"),
  ticketId: ticketId("T-1"),
  attempt: 1,
  turn: 2,
  try: 1,
} satisfies Address;
