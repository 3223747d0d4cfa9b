import { decide } from "../src/core/decide.ts";
import type { Effect } from "../src/core/effect.ts";
import type { Event, EventBody } from "../src/core/event.ts";
import type { Input } from "../src/core/input.ts";
import { plan } from "../src/core/plan.ts";
import type { Popup } from "../src/core/gates/popup.ts";
import { pursue } from "../src/core/pursue/pursue.ts";
import { reduce } from "../src/core/reduce/reduce.ts";
import type { State } from "../src/core/state.ts";
import { touchedBy } from "../src/core/subject.ts";
import type { Ticket } from "../src/core/planning/ticket.ts";
import type { ProviderEvent } from "../src/ports.ts";
import { newAgenda } from "../src/runtime/agenda.ts";
import { approval, instantReply, plannedRun } from "./planned-run.ts";
import { nowNs } from "./stopwatch.ts";
import { verifyDone } from "./whole-run.ts";

/**
 * What is done for a ticket beside its way from `ticket.claimed` to `ticket.done`. Where something is left
 * out, the events that would follow it are put into the log by hand.
 *
 * - `nothing`: seven events: claimed, preparation begun and ended, attempt, commit begun and ended, done.
 * - `gate`: the worker's prompt is written, hashed and passed by a rule.
 * - `turn`: the gate, and a session in which the model says one word.
 */
export type Work = "nothing" | "gate" | "turn";

/**
 * Nanoseconds from the approval of the tickets until the run has ended, with the core and the agenda alone:
 * the conductor's loop without its edges. What effects bring is fed in directly, so there is no promise, no
 * abort signal, no timer, no store and no subscriber.
 */
export function timeCoreAlone(tickets: readonly Ticket[], workers: number, work: Work): number {
  const log: Event[] = [];
  const agenda = newAgenda();
  const mailbox: Input[] = [];
  const replyFor = instantReply(tickets);
  let state: State | null = null;
  let open: Popup | null = null;

  function commit(bodies: readonly EventBody[]): void {
    for (const body of bodies) {
      const event: Event = { ...body, seq: log.length + 1, atMs: 0 };
      log.push(event);
      state = reduce(state, event);
      if (event.type === "stream.deltas") continue;
      const instead = substitute(state, event, work);
      if (instead !== null) {
        commit(instead);
        continue;
      }
      for (const subject of touchedBy(state, event)) agenda.add(subject);
      agenda.lookAtRun();
      const effect = plan(state, event);
      if (effect !== null) answer(effect);
    }
  }

  function answer(effect: Effect): void {
    const effectId = effect.id;
    switch (effect.type) {
      case "survey":
        mailbox.push({ type: "surveyed", effectId, files: [], documents: [] });
        return;
      case "prepare":
        mailbox.push({ type: "prepared", effectId, documents: [], skeletons: [] });
        return;
      case "model":
        for (const event of replyFor(effect.request.address.tier)) {
          mailbox.push(inputOf(effectId, event));
        }
        return;
      case "commit":
        mailbox.push({ type: "committed", effectId, commit: null, leftovers: [] });
        return;
      case "ask":
        open = effect.popup;
        return;
      default:
        throw new Error(`no ${effect.type} was expected`);
    }
  }

  function drain(): void {
    // By an index: in an array that grows, `shift` may copy.
    for (let next = 0; next < mailbox.length; next++) {
      commit(decide(state, mailbox[next]!));
      for (let subject = agenda.next(); subject !== null; subject = agenda.next()) {
        commit(pursue(state!, subject));
      }
    }
    mailbox.length = 0;
  }

  mailbox.push(plannedRun(workers));
  drain();
  if (open === null) throw new Error("no popup asked for the tickets");
  mailbox.push({ type: "answer", answer: approval(open) });
  Bun.gc(true);
  const startedAtNs = nowNs();
  drain();
  const elapsedNs = nowNs() - startedAtNs;
  verifyDone(state, log, tickets);
  return elapsedNs;
}

/** What the core would put into the log next, after what `work` leaves out; `null` where that is nothing. */
function substitute(state: State, event: Event, work: Work): readonly EventBody[] | null {
  if (event.type === "preparation.ended" && work === "nothing") {
    const { ticketId } = event;
    return [{ type: "attempt.started", ticketId, attempt: 1 }];
  }
  if (event.type === "attempt.started" && work !== "turn") {
    const { ticketId } = event;
    const { title } = state.tickets.get(ticketId)!.ticket;
    return [{ type: "commit.started", ticketId, message: `${ticketId}: ${title}` }];
  }
  return null;
}

function inputOf(effectId: number, event: ProviderEvent): Input {
  switch (event.type) {
    case "delta":
      return { type: "deltas", effectId, deltas: [event.delta], usage: null };
    case "usage":
      return { type: "deltas", effectId, deltas: [], usage: event.usage };
    case "completed":
      return {
        type: "model-completed",
        effectId,
        stopReason: event.stopReason,
        commandParts: {},
      };
    case "failed":
      return { type: "failed", effectId, failure: event.failure };
  }
}
