import type { Decision } from "../../core/gates/decision.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { SessionId, TicketId, TrackId } from "../../core/ids.ts";
import type { LogMemory } from "./log-memory.ts";
import type { Passage, PassageBlock } from "./passage.ts";
import { leadText, seatText, workerText } from "./passage-words.ts";

/** What a floor above knows and a log does not say. */
export interface TranscriptKnowledge {
  /** What a popup asks, in one line. */
  asked(popup: Popup): string;
  /** What was decided, in the past tense. */
  decided(decision: Decision): string;
  /** What a commit changes, by its hash, where it is still there. */
  readonly diffs: ReadonlyMap<string, string>;
}

/** What an event is told with. */
export interface Telling {
  readonly memory: LogMemory;
  readonly knowledge: TranscriptKnowledge;
  readonly speakers: Speakers;
}

/** A passage but for when it was. */
export type PassageBody = Omit<Passage, "seq" | "atMs">;

type Owner = Pick<PassageBody, "who" | "sessionId" | "ticketId">;

/** Whose a passage is. */
export interface Speakers {
  readonly run: Owner;
  worker(ticketId: TicketId): Owner;
  lead(trackId: TrackId | null): Owner;
  session(sessionId: SessionId): Owner;
  owner(popup: Popup | undefined): Owner;
}

export function said(
  owner: Owner,
  tone: Passage["tone"],
  what: string,
  ...blocks: readonly (readonly PassageBlock[])[]
): PassageBody {
  return { ...owner, tone, what, blocks: blocks.flat() };
}

export function speakersIn(memory: LogMemory): Speakers {
  const run: Owner = { who: null, sessionId: null, ticketId: null };
  const worker = (ticketId: TicketId): Owner => ({
    who: workerText(ticketId),
    sessionId: null,
    ticketId,
  });
  function lead(trackId: TrackId | null): Owner {
    const tier = trackId === null ? "tier1" : "tier2";
    const [sessionId = null] =
      [...memory.seats].find(([, seat]) => seat.tier === tier && seat.trackId === trackId) ?? [];
    return { who: leadText(trackId), sessionId, ticketId: null };
  }
  return {
    run,
    worker,
    lead,
    session(sessionId) {
      const seat = memory.seats.get(sessionId);
      const who = seat === undefined ? sessionId : seatText(seat);
      return { who, sessionId, ticketId: seat?.ticketId ?? null };
    },
    owner(popup) {
      if (popup === undefined) return run;
      if (popup.ticketId !== null) return worker(popup.ticketId);
      return popup.trackId !== null || popup.kind === "tracks" ? lead(popup.trackId) : run;
    },
  };
}
