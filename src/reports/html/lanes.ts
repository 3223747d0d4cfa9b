import {
  type Seat,
  type StreamId,
  streamIdOf,
  type TicketId,
  type TrackId,
} from "../../core/ids.ts";
import type { Divide, Lane, Mark, Moment, Span, Tone } from "./timeline.ts";

type OpenSpan = Pick<Span, "row" | "from" | "label" | "title"> & {
  readonly streamId: StreamId;
  readonly openTone: Tone;
};

/** Collects the lanes of a timeline while a log is read. */
export interface Lanes {
  laneOf(seat: Seat): StreamId;
  /**
   * The lane of a popup or a rule: that of the ticket's worker, of the track's Tech Lead, or of the Orchestrator.
   */
  laneFor(owner: { trackId: TrackId | null; ticketId: TicketId | null }): StreamId;
  begin(key: string | number, span: OpenSpan): void;
  end(key: string | number, at: Moment, end: { tone: Tone; how: string }): void;
  mark(streamId: StreamId, mark: Mark): void;
  divide(divide: Divide): void;
  /** The lanes that were collected; a span without an end lasts until `last`. */
  close(last: Moment): { readonly lanes: readonly Lane[]; readonly divides: readonly Divide[] };
}

export function createLanes(): Lanes {
  const lanes = new Map<StreamId, { spans: Span[]; marks: Mark[] }>();
  const open = new Map<string | number, OpenSpan>();
  const divides: Divide[] = [];
  function lane(streamId: StreamId) {
    const found = lanes.get(streamId) ?? { spans: [], marks: [] };
    lanes.set(streamId, found);
    return found;
  }
  function end(key: string | number, to: Moment, { tone, how }: { tone: Tone; how: string }) {
    const span = open.get(key);
    if (span === undefined) return;
    open.delete(key);
    const { row, from, label } = span;
    lane(span.streamId).spans.push({ row, from, to, tone, label, title: `${span.title}: ${how}` });
  }
  return {
    laneOf(seat) {
      const streamId = streamIdOf(seat);
      lane(streamId);
      return streamId;
    },
    laneFor({ trackId, ticketId }) {
      if (ticketId !== null) return streamIdOf({ tier: "tier3", ticketId });
      return streamIdOf(trackId === null ? { tier: "tier1" } : { tier: "tier2", trackId });
    },
    begin: (key, span) => void open.set(key, span),
    end,
    mark: (streamId, mark) => void lane(streamId).marks.push(mark),
    divide: (divide) => void divides.push(divide),
    close(last) {
      for (const [key, span] of open) end(key, last, { tone: span.openTone, how: "never ended" });
      const all = [...lanes].map(([streamId, lane]) => ({ streamId, ...lane }));
      return { lanes: all, divides };
    },
  };
}
