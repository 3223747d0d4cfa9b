import type { EventBody, RefusalReason } from "../event.ts";
import { hashOf, type JsonObject } from "../json.ts";
import { checkTickets, checkTracks } from "../planning.ts";
import type { Answer, Popup } from "./popup.ts";
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
  const edit = checkEdit(state, popup, decision.payload);
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

type Edit =
  | { readonly ok: true; readonly payload: JsonObject }
  | { readonly ok: false; readonly message: string };

/** An edited payload is complete: what it leaves out is taken from the popup. */
function checkEdit(state: State, popup: Popup, payload: JsonObject): Edit {
  switch (popup.kind) {
    case "tracks": {
      const reading = checkTracks(payload);
      return reading.ok
        ? { ok: true, payload: { tracks: reading.plan } as unknown as JsonObject }
        : { ok: false, message: reading.problems.join("; ") };
    }
    case "tickets": {
      const taken = new Set(state.tickets.keys());
      const reading = checkTickets(withoutTrackIds(payload), popup.trackId!, taken);
      return reading.ok
        ? { ok: true, payload: { tickets: reading.plan } as unknown as JsonObject }
        : { ok: false, message: reading.problems.join("; ") };
    }
    case "spawn": {
      const edited = { ...popup.payload, ...payload };
      return typeof edited.prompt === "string" && edited.prompt !== ""
        ? { ok: true, payload: edited }
        : { ok: false, message: 'the edited spawn needs a "prompt" that is not empty' };
    }
    case "tool": {
      const edited = { tool: popup.payload.tool, input: payload["input"] ?? popup.payload.input };
      return edited.input !== null &&
        typeof edited.input === "object" &&
        !Array.isArray(edited.input)
        ? { ok: true, payload: edited as JsonObject }
        : { ok: false, message: 'the edited call needs an "input" that is an object' };
    }
    case "step":
    case "question":
    case "merge":
    case "budget":
    case "in-doubt":
      return { ok: false, message: `a ${popup.kind} cannot be edited` };
  }
}

/** The popup shows each ticket's track; a plan does not say it. */
function withoutTrackIds(payload: JsonObject): unknown {
  const { tickets } = payload;
  if (!Array.isArray(tickets)) return payload;
  return {
    tickets: tickets.map((ticket: unknown) => {
      if (ticket === null || typeof ticket !== "object") return ticket;
      const { trackId: _, ...rest } = ticket as Record<string, unknown>;
      return rest;
    }),
  };
}
