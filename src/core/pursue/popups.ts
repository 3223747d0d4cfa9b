import type { EventBody } from "../event.ts";
import type { PopupId } from "../ids.ts";
import type { State } from "../state.ts";

/**
 * A popup that is open has been shown, and its time, where it has one, runs from when somebody sees it: what
 * nobody attends waits for a resume, which shows it anew.
 */
export function pursuePopup(state: State, id: PopupId): readonly EventBody[] {
  const open = state.openPopups.get(id);
  if (open === undefined) return [];
  if (!open.asked) return [{ type: "popup.asked", popupId: id }];
  const { expiresAtMs, openedAtMs } = open.popup;
  if (expiresAtMs !== null && open.attended === true && open.timer === null) {
    const purpose = { type: "expiry", popupId: id } as const;
    const dueAtMs = state.nowMs + (expiresAtMs - openedAtMs);
    return [{ type: "timer.started", purpose, dueAtMs }];
  }
  return [];
}
