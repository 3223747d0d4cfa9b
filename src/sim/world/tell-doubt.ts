import type { Popup } from "../../core/gates/popup.ts";
import type { Execution } from "../record.ts";

/** After a crash that no scenario wrote, a person can look whether the call happened, and says so. */
export function tellDoubt(popup: Popup, executions: readonly Execution[]) {
  if (popup.kind !== "in-doubt") return null;
  const happened = executions.some(
    (one) => one.type === "tool" && one.ticketId === popup.ticketId && one.callId === popup.callId,
  );
  return happened ? ({ type: "happened" } as const) : ({ type: "redo" } as const);
}
