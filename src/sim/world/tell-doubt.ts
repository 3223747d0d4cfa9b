import type { Popup } from "../../core/gates/popup.ts";
import type { Execution } from "../record.ts";

/** The person's answer to an `in-doubt` popup after a drawn crash: whether the call was really executed. */
export function tellDoubt(popup: Popup, executions: readonly Execution[]) {
  if (popup.kind !== "in-doubt") return null;
  const happened = executions.some(
    (one) => one.type === "tool" && one.ticketId === popup.ticketId && one.callId === popup.callId,
  );
  return happened ? ({ type: "happened" } as const) : ({ type: "redo" } as const);
}
