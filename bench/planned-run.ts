import type { Input } from "../src/core/input.ts";
import { runId } from "../src/core/ids.ts";
import type { Answer, Popup } from "../src/core/gates/popup.ts";
import type { Ticket } from "../src/core/planning/ticket.ts";
import type { ProviderEvent } from "../src/ports.ts";
import type { Tier } from "../src/core/ids.ts";
import { benchSettings } from "./bench-settings.ts";
import { benchTrack } from "./wire.ts";

/**
 * A run that stops once: at the popup that asks for the tickets. By then the planners have spoken and their
 * JSON is read, which no peer does; the answer starts the clock.
 */
export const plannedRun = (workers: number): Extract<Input, { type: "start" }> => ({
  type: "start",
  runId: runId("bench"),
  epic: "The epic",
  settings: benchSettings(workers, [{ action: "ask", kind: "tickets" }]),
});

/** The whole of a model's reply, at once; a worker says one word. */
export function instantReply(tickets: readonly Ticket[]): (tier: Tier) => readonly ProviderEvent[] {
  const replies = {
    tier1: replyOf(JSON.stringify({ tracks: [{ id: benchTrack, title: "The track" }] })),
    tier2: replyOf(JSON.stringify({ tickets: tickets.map(({ trackId: _, ...ticket }) => ticket) })),
    tier3: replyOf("Done."),
    tier4: replyOf("Nothing failed."),
  };
  return (tier) => replies[tier];
}

const replyOf = (text: string): readonly ProviderEvent[] => [
  { type: "delta", delta: { type: "text", block: 0, text } },
  {
    type: "usage",
    usage: {
      inputTokens: 400,
      outputTokens: 1,
      thinkingTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
    },
  },
  { type: "completed", stopReason: "end-turn" },
];

export const approval = ({ id, payloadHash }: Popup): Answer => ({
  popupId: id,
  payloadHash,
  decision: { type: "approve" },
});
