import type { Decision } from "../../core/gates/decision.ts";
import type { AskedOf, Popup } from "../../core/gates/popup.ts";
import type { PopupKind, PopupPayloads } from "../../core/gates/popup-kinds.ts";
import { callSubject } from "../../core/tools/tools.ts";
import { excerpt } from "../../core/words/excerpt.ts";

/** How a scenario speaks of popups of one kind, and what a person answers whom nobody scripted. */
interface PopupWords<Payload> {
  /** What the popup asks, as the end of a sentence: `whether to merge "T-1"`. */
  asks(payload: Payload, whose: Whose): string;
  /** An answer to this popup, as it is written in a scenario. */
  answer(payload: Payload, whose: Whose): string;
  /** The decision that lets the run go on; `null` where it is answered by what really happened. */
  agreeable(payload: Payload): Decision | null;
}

/** The popup's ticket and track, in quotation marks. */
interface Whose {
  readonly ticket: string;
  readonly track: string;
}

const approve = (): Decision => ({ type: "approve" });

const popupWords: { readonly [Kind in PopupKind]: PopupWords<PopupPayloads[Kind]> } = {
  tracks: {
    asks: ({ tracks }) => `whether to accept the tracks ${idsOf(tracks)}`,
    answer: () => "approve.tracks()",
    agreeable: approve,
  },
  tickets: {
    asks: ({ tickets }, { track }) =>
      `whether to accept the tickets ${idsOf(tickets)} of track ${track}`,
    answer: (_, { track }) => `approve.tickets(${track})`,
    agreeable: approve,
  },
  spawn: {
    asks: (_, { ticket }) => `whether to start the worker of ${ticket}`,
    answer: (_, { ticket }) => `approve.spawn(${ticket})`,
    agreeable: approve,
  },
  step: {
    asks: (_, { ticket }) => `whether to go on with ${ticket}`,
    answer: (_, { ticket }) => `approve.step(${ticket})`,
    agreeable: approve,
  },
  tool: {
    asks: (payload, { ticket }) => `whether ${ticket} may call ${callIn(payload)}`,
    answer: ({ tool }, { ticket }) => `approve.tool(${ticket}, ${JSON.stringify(tool)})`,
    agreeable: approve,
  },
  question: {
    asks: ({ question }, { ticket }) => `what ${ticket} wants to know: ${excerpt(question)}`,
    answer: (_, { ticket }) => `answer.question(${ticket}, "…")`,
    agreeable: () => ({ type: "answer", text: "as you think best" }),
  },
  merge: {
    asks({ conflicts, failedCheck }, { ticket }) {
      if (failedCheck !== undefined)
        return `what to do about ${ticket}, whose merged tree fails ${excerpt(failedCheck.command)}`;
      return conflicts.length === 0
        ? `whether to merge ${ticket}`
        : `how to merge ${ticket}, which conflicts in ${conflicts.join(", ")}`;
    },
    answer({ conflicts, failedCheck }, { ticket }) {
      if (failedCheck !== undefined) return `retry.merge(${ticket})`;
      return conflicts.length === 0
        ? `approve.merge(${ticket})`
        : `take.merge(${ticket}, "ticket")`;
    },
    agreeable({ conflicts, failedCheck }) {
      // A person who asks for another attempt each time would keep the run going for ever.
      if (failedCheck !== undefined) return { type: "abort" };
      return conflicts.length === 0 ? approve() : { type: "take", side: "ticket" };
    },
  },
  leftovers: {
    asks: ({ leftovers }, { ticket }) =>
      `whether to go on with ${ticket} without ${leftovers.map(({ path }) => path).join(", ")}`,
    answer: (_, { ticket }) => `approve.leftovers(${ticket})`,
    agreeable: approve,
  },
  budget: {
    asks: ({ time }) =>
      time === undefined
        ? "whether to raise the budget"
        : `whether to give ${time.ticketId ?? time.of} its time once more`,
    answer({ time }, { ticket }) {
      if (time === undefined) return "raise.budget({ tokens: … })";
      return time.ticketId === null ? "approve.budget()" : `approve.budget(${ticket})`;
    },
    agreeable: ({ time }) =>
      time === undefined ? { type: "raise", tokens: null, costUsd: null } : approve(),
  },
  "in-doubt": {
    asks: (payload, { ticket }) =>
      `whether the call of ${ticket} took place before the crash: ${callIn(payload)}`,
    answer: (_, { ticket }) => `happened.inDoubt(${ticket})`,
    agreeable: () => null,
  },
};

/** A popup as a person would name it: what it asks, and its id. */
export function nameOfPopup(popup: Popup): string {
  const { attempt } = popup;
  const which = attempt === null || attempt === 1 ? "" : ` in attempt ${attempt}`;
  return `the popup ${popup.id}, which asks ${asks(popup, whoseOf(popup))}${which}`;
}

/** An answer that would be for this popup and for no other one, as it is written in a scenario. */
export function answerFor(popup: Popup): string {
  const { attempt } = popup;
  const text = answer(popup, whoseOf(popup));
  return `${text}${attempt === null || attempt === 1 ? "" : `.attempt(${attempt})`}`;
}

/**
 * The decision of a person whom nobody scripted: whatever lets the run go on. `null` for `in-doubt`, which is
 * answered by what really happened.
 */
export const agreeableDecision = <Kind extends PopupKind>({
  kind,
  payload,
}: AskedOf<Kind>): Decision | null => popupWords[kind].agreeable(payload);

const asks = <Kind extends PopupKind>({ kind, payload }: AskedOf<Kind>, whose: Whose): string =>
  popupWords[kind].asks(payload, whose);

const answer = <Kind extends PopupKind>({ kind, payload }: AskedOf<Kind>, whose: Whose): string =>
  popupWords[kind].answer(payload, whose);

const whoseOf = ({ ticketId, trackId }: Popup): Whose => ({
  ticket: `"${ticketId}"`,
  track: `"${trackId}"`,
});

const idsOf = (items: readonly { readonly id: string }[]): string =>
  items.map(({ id }) => JSON.stringify(id)).join(", ");

function callIn({ tool, input }: PopupPayloads["tool"]): string {
  const subject = tool === "check" ? input["command"] : callSubject(tool, input);
  return `${tool} ${excerpt(typeof subject === "string" ? subject : JSON.stringify(input))}`;
}
