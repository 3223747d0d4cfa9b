import { insideWorktree } from "../../../core/gates/rule.ts";
import type { Event } from "../../../core/event.ts";
import type { EffectId, TicketId } from "../../../core/ids.ts";

/** A file as a `write` that ended well made it. */
export interface Written {
  readonly ticketId: TicketId;
  readonly callId: string;
  /** The events of its intent and its end: some servers use the same ids for calls again. */
  readonly begunAtEvent: number;
  readonly endedAtEvent: number;
  readonly path: string;
  readonly text: string;
}

/** The files of each ticket's tree that a `write` made, and that nothing may have touched since. */
export interface LastWrites {
  take(event: Event): void;
  of(ticketId: TicketId): readonly Written[];
  all(): readonly Written[];
}

/** Whether a ticket gets another tree than it had. */
export const isNewTree = (event: Event): event is Extract<Event, { type: "preparation.started" }> =>
  event.type === "preparation.started" && event.fresh;

/** The tools after which a file that was written is as it was; `write` itself names the one file that it changes. */
export const leavesFiles: ReadonlySet<string> = new Set(["read", "glob", "grep", "ask", "write"]);

export function newLastWrites(): LastWrites {
  const current = new Map<TicketId, Map<string, Written>>();
  const started = new Map<EffectId, Omit<Written, "endedAtEvent">>();
  const of = (ticketId: TicketId) => [...(current.get(ticketId)?.values() ?? [])];
  return {
    of,
    all: () => [...current.keys()].flatMap(of),
    take(event) {
      if (isNewTree(event)) current.delete(event.ticketId);
      // The tree becomes what the merge would make of it.
      if (event.type === "check.started" && event.merging !== undefined)
        current.delete(event.ticketId);
      if (event.type === "tool.started") {
        const ticketId = event.sessionId.split(":")[1] as TicketId;
        // Any other tool may delete, move or change what was written.
        if (!leavesFiles.has(event.tool)) current.delete(ticketId);
        const written = writtenBy(event, ticketId);
        if (written === null) return;
        started.set(event.seq, written);
        current.get(ticketId)?.delete(written.path);
      }
      if (event.type !== "tool.ended" || event.isError || event.effectId === null) return;
      const begun = started.get(event.effectId);
      if (begun === undefined) return;
      const written = { ...begun, endedAtEvent: event.seq };
      const files = current.get(written.ticketId) ?? new Map<string, Written>();
      current.set(written.ticketId, files.set(written.path, written));
    },
  };
}

function writtenBy(
  { seq, tool, callId, input }: Extract<Event, { type: "tool.started" }>,
  ticketId: TicketId,
): Omit<Written, "endedAtEvent"> | null {
  const { file_path: path, content } = input;
  if (tool !== "write" || typeof path !== "string" || typeof content !== "string") return null;
  const inside = insideWorktree(path) ?? path;
  return { ticketId, callId, begunAtEvent: seq, path: inside, text: content };
}
