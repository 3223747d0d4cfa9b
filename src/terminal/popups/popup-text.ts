import type { Popup } from "../../core/gates/popup.ts";
import { revealLine } from "../reveal.ts";
import { leadOf, type Speaker, workerOf } from "../view/speaker.ts";
import { toolText } from "../view/tool-text.ts";

/** What a popup asks, in one line. */
export function popupText(popup: Popup): string {
  switch (popup.kind) {
    case "tracks":
      return `are these tracks right? (${popup.payload.tracks.length})`;
    case "tickets":
      return `are these tickets right? (${popup.payload.tickets.length})`;
    case "spawn":
      return "may this worker start?";
    case "step":
      return `go on with ${revealLine(popup.payload.title)}?`;
    case "tool":
      return toolText(popup.payload.tool, popup.payload.input);
    case "question":
      return revealLine(popup.payload.question);
    case "merge":
      return popup.payload.conflicts.length === 0
        ? "may this be merged?"
        : `conflict in ${popup.payload.conflicts.map(revealLine).join(", ")}: what now?`;
    case "budget":
      return "the next call would pass the budget";
    case "in-doubt":
      return `did this happen before the crash? ${toolText(popup.payload.tool, popup.payload.input)}`;
  }
}

/** Who asks: the session of the popup; `null` for the run itself. */
export function popupSpeaker(popup: Popup | null): Speaker | null {
  if (popup === null) return null;
  if (popup.ticketId !== null) return workerOf(popup.ticketId);
  if (popup.trackId !== null) return leadOf(popup.trackId);
  return popup.kind === "tracks" ? leadOf(null) : null;
}
