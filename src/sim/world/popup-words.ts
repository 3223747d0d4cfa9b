import type { Popup } from "../../core/gates/popup.ts";
import { callSubject } from "../../core/tools/tools.ts";
import { excerpt } from "../../core/excerpt.ts";

/** A popup as a person would name it: what it asks, and its id. */
export function nameOfPopup(popup: Popup): string {
  const { attempt } = popup;
  const which = attempt === null || attempt === 1 ? "" : ` in attempt ${attempt}`;
  return `the popup ${popup.id}, which asks ${questionOf(popup)}${which}`;
}

function questionOf(popup: Popup): string {
  const { ticketId, trackId } = popup;
  switch (popup.kind) {
    case "tracks":
      return `whether to accept the tracks ${idsOf(popup.payload.tracks)}`;
    case "tickets":
      return `whether to accept the tickets ${idsOf(popup.payload.tickets)} of track "${trackId}"`;
    case "spawn":
      return `whether to start the worker of "${ticketId}"`;
    case "step":
      return `whether to go on with "${ticketId}"`;
    case "tool":
      return `whether "${ticketId}" may call ${callIn(popup.payload)}`;
    case "question":
      return `what "${ticketId}" wants to know: ${excerpt(popup.payload.question)}`;
    case "merge": {
      const { conflicts } = popup.payload;
      return conflicts.length === 0
        ? `whether to merge "${ticketId}"`
        : `how to merge "${ticketId}", which conflicts in ${conflicts.join(", ")}`;
    }
    case "budget":
      return "whether to raise the budget";
    case "in-doubt":
      return `whether the call of "${ticketId}" took place before the crash: ${callIn(popup.payload)}`;
  }
}

const idsOf = (items: readonly { readonly id: string }[]): string =>
  items.map(({ id }) => JSON.stringify(id)).join(", ");

function callIn({ tool, input }: Extract<Popup, { kind: "tool" }>["payload"]): string {
  const subject = tool === "check" ? input["command"] : callSubject(tool, input);
  return `${tool} ${excerpt(typeof subject === "string" ? subject : JSON.stringify(input))}`;
}

/** An answer that would be for this popup and for no other one, as it is written in a scenario. */
export function answerFor(popup: Popup): string {
  const { attempt } = popup;
  return `${wordsFor(popup)}${attempt === null || attempt === 1 ? "" : `.attempt(${attempt})`}`;
}

function wordsFor(popup: Popup): string {
  const ticketId = JSON.stringify(popup.ticketId);
  switch (popup.kind) {
    case "tracks":
      return "approve.tracks()";
    case "tickets":
      return `approve.tickets(${JSON.stringify(popup.trackId)})`;
    case "spawn":
      return `approve.spawn(${ticketId})`;
    case "step":
      return `approve.step(${ticketId})`;
    case "tool":
      return `approve.tool(${ticketId}, ${JSON.stringify(popup.payload.tool)})`;
    case "question":
      return `answer.question(${ticketId}, "…")`;
    case "merge":
      return popup.payload.conflicts.length === 0
        ? `approve.merge(${ticketId})`
        : `take.merge(${ticketId}, "ticket")`;
    case "budget":
      return "raise.budget({ tokens: … })";
    case "in-doubt":
      return `happened.inDoubt(${ticketId})`;
  }
}
