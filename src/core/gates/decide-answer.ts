import type { EventBody, RefusalReason } from "../event.ts";
import { hashOf, type JsonObject } from "../json.ts";
import type { Answer, AskedOf, Popup } from "./popup.ts";
import { type Edit, type PopupKind, popupRules } from "./popup-kinds.ts";
import type { State } from "../state.ts";

/**
 * Decides a popup by an answer that names it and the payload that it shows, once. Every other answer is refused.
 */
export function decideAnswer(state: State, answer: Answer): readonly EventBody[] {
  const refuse = (why: RefusalReason, message: string): readonly EventBody[] => [
    { type: "answer.refused", answer, why, message },
  ];
  const open = state.openPopups.get(answer.popupId);
  if (open === undefined) {
    return state.gates.has(answer.popupId)
      ? refuse("already-decided", `${answer.popupId} has been decided already`)
      : refuse("unknown-popup", `there is no popup ${answer.popupId}`);
  }
  const { popup } = open;
  if (answer.payloadHash !== popup.payloadHash) {
    return refuse("payload-mismatch", `${popup.id} asks about something else than was answered`);
  }
  const { decision } = answer;
  if (!popup.decisions.includes(decision.type)) {
    const offered = popup.decisions.join(", ");
    return refuse("decision-not-offered", `${popup.id} offers ${offered}; not ${decision.type}`);
  }
  if (decision.type !== "edit") {
    const { revision, payloadHash } = popup;
    return [
      { type: "popup.decided", popupId: popup.id, decision, revision, payloadHash, rule: null },
    ];
  }
  const edit = readEdit(state, popup, decision.payload);
  if (!edit.ok) return refuse("invalid-edit", edit.message);
  return [
    {
      type: "popup.decided",
      popupId: popup.id,
      decision: { type: "edit", payload: edit.payload },
      revision: popup.revision + 1,
      payloadHash: hashOf(edit.payload),
      rule: null,
    },
  ];
}

/** An edited payload is complete: what it leaves out is taken from the popup. */
const readEdit = <Kind extends PopupKind>(
  { tickets }: State,
  { kind, payload, trackId }: AskedOf<Kind> & Pick<Popup, "trackId">,
  edit: JsonObject,
): Edit => popupRules[kind].edited(edit, { payload, trackId, taken: new Set(tickets.keys()) });
