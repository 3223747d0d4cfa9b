import type { EventOf } from "../../core/event.ts";
import { popupId } from "../../core/ids.ts";
import { toolsOf } from "../../core/tools/offered-tools.ts";
import type { CoreDecision } from "./core-decisions.ts";
import { callKey, type DecisionNotes, type GateNote } from "./decision-notes.ts";

/** A gate's id says at which call it stands. */
function gateOfCall(
  kind: "tool" | "question" | "in-doubt",
  { sessionId, turn, index }: EventOf<"tool.started" | "tool.ended">,
  { gates, doubts }: DecisionNotes,
): GateNote | undefined {
  const id = popupId(`${kind}:${sessionId.slice("tier3:".length)}.${turn}.${index}`);
  return kind === "in-doubt" ? doubts.get(id) : gates.get(id);
}

export const isRedone = (event: EventOf<"tool.started">, notes: DecisionNotes): boolean =>
  gateOfCall("in-doubt", event, notes)?.decision === "redo";

export function decisionOfToolEnd(
  event: EventOf<"tool.ended">,
  notes: DecisionNotes,
): CoreDecision {
  const permit = gateOfCall("tool", event, notes);
  if (event.effectId !== null) {
    if (permit?.decision === "edit") return "decide: a tool ended, of an edited call";
    return event.isError ? "decide: a tool failed by its own doing" : "decide: a tool ended";
  }
  if (gateOfCall("in-doubt", event, notes)?.decision === "happened")
    return "call: answer, it happened before a crash";
  const question = gateOfCall("question", event, notes);
  if (question !== undefined)
    return question.status === "expired"
      ? "call: answer, nobody said anything in time"
      : "call: answer what a person said";
  if (permit !== undefined) {
    if (permit.status === "expired") return "call: answer, its popup expired";
    return permit.decision === null
      ? "call: answer, a rule denies it"
      : "call: answer, a person rejected it";
  }
  const tool = notes.tools.get(callKey(event.sessionId, event.callId)) ?? "";
  if (!toolsOf("tier3").some(({ name }) => name === tool))
    return "call: answer, there is no such tool";
  return tool === "ask"
    ? "call: answer, no question in it"
    : "call: answer, its input is malformed";
}
