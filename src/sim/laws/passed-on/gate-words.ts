import type { Event, EventOf } from "../../../core/event.ts";
import type { SessionId } from "../../../core/ids.ts";
import type { Findings } from "../verdict.ts";
import { planningSession, wordsOfMessage } from "./model-words.ts";
import { newWordsOwed, type Owed } from "./words-owed.ts";

/**
 * What a person says at a popup reaches the model: the reason for rejecting its call, its plan or its leftovers, the answer
 * to its question, and that its call was edited. The reason for ending a ticket becomes the ticket's failure.
 */
export function checkGateWords(log: readonly Event[], findings: Findings): void {
  const words = newWordsOwed(findings);
  const planners = new Map<string, SessionId>();
  /** The gates of a ticket at which a person gave a reason that has not been passed on yet. */
  const gatesOf = (kind: RegExp, ticketId: string): readonly string[] =>
    words.creditors().filter((gate) => {
      const [of = "", name] = gate.split(":");
      return kind.test(of) && name === ticketId;
    });
  for (const event of log) {
    switch (event.type) {
      case "popup.opened": {
        const { id, kind, trackId } = event.popup;
        if (kind === "tracks" || kind === "tickets") planners.set(id, planningSession(trackId));
        break;
      }
      case "popup.decided": {
        const { decision, popupId } = event;
        if (decision.type === "edit") words.owe(`the edited ${popupId}`, edited);
        if (decision.type === "answer")
          words.owe(popupId, { what: "the answer", text: decision.text });
        if (decision.type !== "reject") break;
        const why = { what: "why a person rejected it", text: decision.reason.trim() };
        words.owe(planners.get(popupId) ?? popupId, why);
        break;
      }
      case "tool.ended": {
        const kinds = event.effectId === null ? ["tool", "question"] : ["the edited tool"];
        for (const kind of kinds) words.settle(`${kind}:${placeOf(event)}`, event.text, event);
        break;
      }
      case "message.added":
        words.settle(event.sessionId, wordsOfMessage(event.message), event);
        break;
      case "leftovers.returned": {
        const [gate] = gatesOf(/^leftovers$/, event.ticketId);
        if (gate !== undefined) words.settle(gate, wordsOfMessage(event.message), event);
        break;
      }
      case "ticket.failed":
        // A person gave the ticket up in the meantime, and the failure says that instead.
        if (event.failure.code === "aborted") break;
        for (const gate of gatesOf(/^(spawn|step|merge|check|leftovers)$/, event.ticketId))
          words.settle(gate, event.failure.message, event);
        break;
      default:
    }
  }
}

const edited: Owed = { what: "that a person edited it", text: "A person edited this call" };

/** A call that was not made is an error for the model, unless a person answered it or said that it had happened. */
export function checkVouchedCalls(log: readonly Event[], { breach }: Findings): void {
  const vouched = new Set<string>();
  for (const event of log) {
    if (event.type === "popup.decided") {
      const { decision, popupId } = event;
      if (decision.type === "answer" || decision.type === "happened")
        vouched.add(/^[\w-]+:(.+:\d+\.\d+\.\d+)/.exec(popupId)?.[1] ?? "");
    }
    if (event.type !== "tool.ended" || event.effectId !== null) continue;
    const place = placeOf(event);
    if (event.isError && vouched.has(place))
      breach(`event ${event.seq}: ${place} was answered, and is told as an error`);
    if (!event.isError && !vouched.has(place))
      breach(`event ${event.seq}: ${place} was not made, and is told as a success`);
  }
}

/** The part of a gate's id that says which call waits at it. */
function placeOf({ sessionId, turn, index }: EventOf<"tool.ended">): string {
  const [, ticketId, attempt] = sessionId.split(":");
  return `${ticketId}:${attempt}.${turn}.${index}`;
}
