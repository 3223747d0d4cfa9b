import { type Draft, emptyDraft, extend } from "../../core/reply/draft.ts";
import type { Event, EventOf } from "../../core/event.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { EffectId, Seat, SessionId, TrackId } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Ticket, Track } from "../../core/planning/ticket.ts";
import { readCallInput } from "../../core/tools/call-input.ts";

/** What earlier events of a log say that a later one is told with. */
export interface LogMemory {
  readonly seats: ReadonlyMap<SessionId, Seat>;
  /** Replies while they stream, and once they have ended. */
  readonly drafts: ReadonlyMap<EffectId, Draft>;
  readonly popups: ReadonlyMap<string, Popup>;
  /** By their `seq`. */
  readonly intents: ReadonlyMap<EffectId, Event>;
  /** The plan that was proposed last: the run's, or a track's. */
  planOf(trackId: TrackId | null): readonly (Track | Ticket)[];
  /** The call that a turn's result is of; `null` where no reply told it. */
  callOf(end: EventOf<"tool.ended">): { readonly tool: string; readonly input: JsonObject } | null;
}

/** Reads a log event by event. */
export function logMemory(): LogMemory & { note(event: Event): void } {
  const seats = new Map<SessionId, Seat>();
  const drafts = new Map<EffectId, Draft>();
  const popups = new Map<string, Popup>();
  const intents = new Map<EffectId, Event>();
  const calls = new Map<string, { readonly tool: string; readonly input: JsonObject }>();
  const plans = new Map<TrackId | null, readonly (Track | Ticket)[]>();
  const nameOf = (sessionId: SessionId, callId: string) => JSON.stringify([sessionId, callId]);
  return {
    seats,
    drafts,
    popups,
    intents,
    callOf: ({ sessionId, callId }) => calls.get(nameOf(sessionId, callId)) ?? null,
    planOf: (trackId) => plans.get(trackId) ?? [],
    note(event) {
      if (event.type.endsWith(".started")) intents.set(event.seq, event);
      if (event.type === "tracks.proposed") plans.set(null, event.tracks);
      if (event.type === "tickets.proposed") plans.set(event.trackId, event.tickets);
      if (event.type === "session.opened") seats.set(event.sessionId, event);
      if (event.type === "popup.opened") popups.set(event.popup.id, event.popup);
      if (event.type === "model.started") drafts.set(event.seq, emptyDraft());
      if (event.type === "tool.started") calls.set(nameOf(event.sessionId, event.callId), event);
      if (event.type === "stream.deltas") {
        const draft = drafts.get(event.effectId);
        if (draft !== undefined) for (const delta of event.deltas) extend(draft, delta);
      }
      if (event.type === "stream.completed")
        for (const block of drafts.get(event.effectId)?.blocks ?? []) {
          if (block?.type !== "tool-use") continue;
          const read = readCallInput(block.json);
          const input = read.ok ? read.input : {};
          calls.set(nameOf(event.unit.sessionId, block.callId), { tool: block.tool, input });
        }
    },
  };
}
