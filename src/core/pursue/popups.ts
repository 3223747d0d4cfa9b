import type { EventBody } from "../event.ts";
import { lateRuleFor } from "../gates/gate.ts";
import type { PopupId } from "../ids.ts";
import type { State } from "../state.ts";

/**
 * Shows an open popup, and starts its time once somebody has seen it; one that nobody sees waits for a resume, which
 * shows it again. An `always` that was given to another popup may decide it.
 */
export function pursuePopup(state: State, id: PopupId): readonly EventBody[] {
  const open = state.openPopups.get(id);
  if (open === undefined) return [];
  const rule = lateRuleFor(state, open.popup);
  if (rule !== null) {
    const { revision, payloadHash } = open.popup;
    const decision = { type: "approve" } as const;
    return [{ type: "popup.decided", popupId: id, decision, revision, payloadHash, rule }];
  }
  if (open.ask === null) return [{ type: "popup.asked", popupId: id }];
  const { expiresAtMs, openedAtMs } = open.popup;
  if (expiresAtMs !== null && open.attended === true && open.timer === null) {
    const purpose = { type: "expiry", popupId: id } as const;
    const dueAtMs = state.nowMs + (expiresAtMs - openedAtMs);
    return [{ type: "timer.started", purpose, dueAtMs }];
  }
  return [];
}
