import type { Event, EventOf } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import { canonicalJson, hashOf } from "../../../core/json.ts";
import type { Answer } from "../../../core/gates/popup.ts";
import type { RunRecord, SentAnswer } from "../../record.ts";
import type { Findings } from "../verdict.ts";

/** Every popup has at most one decision, in time, of those that it offered, for what it showed; an edit is a new revision. */
export function checkDecisions(log: readonly Event[], { exercise, breach }: Findings): void {
  const open = new Map<PopupId, EventOf<"popup.opened">["popup"]>();
  const closed = new Set<PopupId>();
  /** When each popup was shown by this process: its time limit counts from then. */
  const shownAtMs = new Map<PopupId, number>();
  for (const event of log) {
    if (event.type === "popup.opened") {
      const { popup } = event;
      if (open.has(popup.id) || closed.has(popup.id)) breach(`${popup.id} was opened twice`);
      if (hashOf(popup.payload) !== popup.payloadHash) {
        breach(`${popup.id}: its hash is not the hash of its payload`);
      }
      open.set(popup.id, popup);
    }
    if (event.type === "run.resumed") shownAtMs.clear();
    if (event.type === "popup.shown" && event.attended) shownAtMs.set(event.popupId, event.atMs);
    if (event.type !== "popup.decided" && event.type !== "popup.expired") continue;
    exercise();
    const popup = open.get(event.popupId);
    if (popup === undefined) breach(`${event.popupId} was decided while it was not open`);
    else if (event.type === "popup.decided") {
      const { decision } = event;
      if (!popup.decisions.includes(decision.type)) {
        breach(`${popup.id} was decided by ${decision.type}, which it did not offer`);
      }
      const payload = decision.type === "edit" ? decision.payload : popup.payload;
      const revision = popup.revision + (decision.type === "edit" ? 1 : 0);
      if (event.revision !== revision)
        breach(`${popup.id} was decided in revision ${event.revision}, and it is ${revision}`);
      if (hashOf(payload) !== event.payloadHash) {
        breach(`${popup.id} was decided for another payload than it showed`);
      }
      const { expiresAtMs, openedAtMs } = popup;
      const beganAtMs = shownAtMs.get(popup.id) ?? event.atMs;
      if (expiresAtMs !== null && event.atMs > beganAtMs + (expiresAtMs - openedAtMs)) {
        breach(`${popup.id} was decided after its time was up`);
      }
    }
    open.delete(event.popupId);
    closed.add(event.popupId);
  }
}

/**
 * A decision in the log is one that the person sent, to that popup, about that payload; each answer does
 * one thing, once: it decides the popup that it names, or it is refused.
 */
export function checkAnswers(record: RunRecord, { exercise, breach }: Findings): void {
  const unspent = new Map<string, number>();
  for (const answer of record.answers) {
    unspent.set(nameOfAnswer(answer), (unspent.get(nameOfAnswer(answer)) ?? 0) + 1);
  }
  const spend = (name: string): boolean => {
    const left = unspent.get(name) ?? 0;
    unspent.set(name, left - 1);
    return left > 0;
  };
  const shown = new Map<PopupId, string>();
  /** Each popup's ticket: giving a ticket up closes its popups. */
  const tickets = new Map<PopupId, TicketId | null>();
  const stopped = new Set<TicketId | null>();
  for (const event of record.log) {
    if (event.type === "popup.opened") {
      shown.set(event.popup.id, event.popup.payloadHash);
      tickets.set(event.popup.id, event.popup.ticketId);
    }
    if (event.type === "intervention.received" && event.intervention.type === "stop")
      stopped.add(event.intervention.ticketId);
    if (event.type === "ticket.failed") stopped.delete(event.ticketId);
    if (event.type === "answer.refused") {
      exercise();
      const { answer } = event;
      if (!spend(nameOfAnswer(answer))) {
        breach(`an answer to ${answer.popupId} was refused that had been used, or was never sent`);
      }
    }
    // Those that a rule decided are law 3's too: see rules.ts.
    if (event.type !== "popup.decided" || event.rule !== null) continue;
    exercise();
    const { popupId, decision } = event;
    const isEnd = decision.type === "abort" || decision.type === "stop";
    if (isEnd && stopped.has(tickets.get(popupId) ?? null)) continue;
    const answer = { popupId, payloadHash: shown.get(popupId) ?? "", decision };
    if (!spend(nameOfAnswer(answer))) {
      breach(`${popupId} was decided by ${decision.type}, which nobody answered to it`);
    }
  }
  checkHeard(record, { exercise, breach }, spend);
}

/** No answer that reaches a process before the end of its run is lost. */
function checkHeard(
  { log, lives, answers, atRest }: RunRecord,
  { exercise, breach }: Findings,
  spend: (name: string) => boolean,
): void {
  const inTime = ({ life: number, atMs }: SentAnswer): boolean => {
    const life = lives.find((one) => one.number === number);
    // A process that dies, or whose run has ended, need not take an answer in.
    if (life === undefined || life.crashed || life.finished === null) return false;
    return life.finished.failure === null && atMs < life.log.at(-1)!.atMs;
  };
  // Where the same answer was sent again, after a crash or once its popup was gone, either of the two may be the one in the log.
  const late = answers.filter((answer) => !inTime(answer)).map(nameOfAnswer);
  const lost = new Set(late);
  // Nothing else goes on meanwhile, so nobody can have been quicker.
  for (const input of atRest) {
    exercise();
    const isLost =
      input.type === "answer"
        ? isOnce(late, nameOfAnswer(input.answer)) && spend(nameOfAnswer(input.answer))
        : !log.some(
            (event) =>
              (event.type === "intervention.received" || event.type === "intervention.refused") &&
              event.intervention.id === input.intervention.id,
          );
    if (isLost) breach(`${nameOfInput(input)}, while nothing ran, was neither taken nor refused`);
  }
  for (const answer of answers) {
    const name = nameOfAnswer(answer);
    if (lost.has(name)) continue;
    exercise();
    if (spend(name)) breach(`an answer to ${answer.popupId} was neither taken nor refused`);
  }
}

const isOnce = (names: readonly string[], name: string): boolean =>
  names.indexOf(name) === names.lastIndexOf(name);

/** What was typed at a terminal is what was meant, and nothing was decided that could not be read yet. */
export function checkTyped({ answers }: RunRecord, { exercise, breach }: Findings): void {
  for (const { popupId, decision, meant, atMs } of answers) {
    if (meant === null) continue;
    exercise();
    if (canonicalJson(decision) !== canonicalJson(meant.decision))
      breach(`${decision.type} came of keys at ${popupId}, where ${meant.decision.type} was meant`);
    if (atMs < meant.readableFromMs)
      breach(`${popupId} was decided ${meant.readableFromMs - atMs} ms before it could be read`);
  }
}

const nameOfInput = (input: RunRecord["atRest"][number]): string =>
  input.type === "answer"
    ? `an answer to ${input.answer.popupId}`
    : `what a person said to ${input.intervention.ticketId}`;

/** The core completes the payload of an edit, so that one is not compared here. */
const nameOfAnswer = ({ popupId, payloadHash, decision }: Answer): string =>
  `${popupId} ${payloadHash} ${decision.type === "edit" ? "edit" : canonicalJson(decision)}`;
