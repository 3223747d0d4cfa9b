import type { Event, EventOf } from "../../core/event.ts";
import type { RuleKind } from "../../core/gates/rule.ts";
import type { CoreDecision } from "./core-decisions.ts";
import { type DecisionNotes, gateKindOf } from "./decision-notes.ts";
import { decisionOfToolEnd, isRedone } from "./decisions-of-calls.ts";
import { decisionOfFailedPlan, decisionOfRefusedPlan, isEdited } from "./decisions-of-plans.ts";
import { decisionOfEnd, decisionOfResume } from "./decisions-of-runs.ts";
import {
  decisionOfDiscard,
  decisionOfFailedSession,
  decisionOfOpenedSession,
  decisionOfPause,
} from "./decisions-of-sessions.ts";
import { decisionsOfAttemptEnd, decisionsOfTicketEnd } from "./decisions-of-tickets.ts";

/** Which of the core's decisions an event came of; mostly one. `notes` hold all that came before it. */
export function decisionsOf(event: Event, notes: DecisionNotes): readonly CoreDecision[] {
  switch (event.type) {
    case "run.started":
      return ["decide: start"];
    case "run.resumed":
      return [decisionOfResume(notes)];
    case "run.interrupted":
      return ["decide: interrupt"];
    case "run.ended":
      return [decisionOfEnd(event, notes)];
    case "survey.started":
      return ["run: survey"];
    case "survey.ended":
      return ["decide: the survey ended"];
    case "tracks.proposed":
    case "tickets.proposed":
      return ["plan: propose"];
    case "tracks.accepted":
    case "tickets.accepted":
      return [isEdited(event, notes) ? "plan: accept as edited" : "plan: accept as proposed"];
    case "plan.refused":
      return [decisionOfRefusedPlan(event, notes)];
    case "plan.failed":
      return [decisionOfFailedPlan(event, notes)];
    case "ticket.claimed":
      return ["slots: claim"];
    case "preparation.started":
      return [event.fresh ? "ticket: prepare from the branch as it is now" : "ticket: prepare"];
    case "preparation.ended":
      return ["decide: a preparation ended"];
    case "attempt.started":
      return ["ticket: start an attempt"];
    case "attempt.failed":
      return decisionsOfAttemptEnd(event, notes);
    case "check.started":
      return [
        event.merging === undefined ? "ticket: check" : "ticket: check what a merge would make",
      ];
    case "check.ended":
      return [event.passed ? "decide: a check passed" : "decide: a check failed"];
    case "commit.started":
      return [
        notes.checked.has(event.ticketId)
          ? "ticket: commit after the check"
          : "ticket: commit without a check",
      ];
    case "commit.ended":
      if (event.leftovers !== undefined) return ["decide: a commit leaves something out"];
      return [
        event.commit === null ? "decide: nothing was to be committed" : "decide: a commit was made",
      ];
    case "leftovers.returned":
      return [
        notes.gateOfTicket.get(event.ticketId)?.kind === "leftovers"
          ? "ticket: return leftovers that a person wants"
          : "ticket: return leftovers",
      ];
    case "comparison.started":
      return ["merges: compare"];
    case "comparison.ended":
      if (event.conflicts.length > 0) return ["decide: a merge conflicts"];
      return [
        event.moved ? "decide: a merge would bring another tree" : "decide: a merge is clean",
      ];
    case "merge.started":
      return [event.side === null ? "ticket: merge" : "ticket: merge, a side taken"];
    case "merge.ended":
      return ["decide: a merge was made"];
    case "ticket.done":
      return ["ticket: be done"];
    case "ticket.failed":
      return decisionsOfTicketEnd(event, notes);
    case "ticket.blocked":
      return ["ticket: block"];
    case "ticket.retried":
      return ["decide: give a failed ticket another attempt"];
    case "session.opened":
      return [decisionOfOpenedSession(event)];
    case "message.added": {
      const { tier, trackId } = notes.seats.get(event.sessionId)!;
      if (tier === "tier3" || tier === "tier4") return ["session: ask again"];
      return [
        notes.proposed.has(trackId)
          ? "plan: pass on why a person rejected it"
          : "plan: ask for a repair",
      ];
    }
    case "results.returned":
      return ["session: return results"];
    case "instructions.given":
      return ["session: give instructions"];
    case "context.trimmed":
      return ["session: trim"];
    case "model.started":
      return ["session: call"];
    case "stream.deltas":
      return ["decide: deltas came"];
    case "stream.completed":
      return ["decide: a reply is whole"];
    case "stream.discarded":
      return [decisionOfDiscard(event)];
    case "server.learned":
      return ["session: learn of its server"];
    case "prompt.cut":
      return ["decide: a prompt was cut"];
    case "session.failed":
      return [decisionOfFailedSession(event, notes)];
    case "session.paused":
      return [decisionOfPause(event)];
    case "tool.started":
      return [isRedone(event, notes) ? "call: start again after a crash" : "call: start"];
    case "tool.ended":
      return [decisionOfToolEnd(event, notes)];
    case "call.repeated":
      return ["decide: a call was repeated"];
    case "rule.applied":
      return [
        event.action === "allow"
          ? `gate: a rule allows, ${ruledKind(event)}`
          : `gate: a rule denies, ${ruledKind(event)}`,
      ];
    case "popup.opened":
      return decisionsOfPopup(event, notes);
    case "popup.asked":
      return ["popup: show"];
    case "popup.shown":
      return [event.attended ? "decide: a popup was shown" : "decide: nobody attends a popup"];
    case "popup.decided":
      if (event.rule !== null) return ["popup: decide by an always"];
      return [event.decision.type === "edit" ? "decide: take an edit" : "decide: take an answer"];
    case "popup.expired":
      return ["decide: a popup expired"];
    case "answer.refused":
      return [`decide: refuse an answer, ${event.why}`];
    case "intervention.received":
      return [
        event.intervention.type === "stop"
          ? "decide: stop a ticket"
          : "decide: take an instruction",
      ];
    case "intervention.refused":
      return ["decide: refuse an intervention"];
    case "timer.started":
      return [
        event.purpose.type === "retry" ? "session: wait to try again" : "popup: run its time",
      ];
    case "timer.ended":
      // That of a popup ends with its decision at the latest, so that it can't come later: see law 12.
      return event.purpose.type === "retry" ? ["decide: a wait is over"] : [];
    case "effect.failed":
      return ["decide: an effect failed"];
    case "effect.abandoned":
      return ["decide: an effect was abandoned"];
  }
}

/** Of the kinds that a rule may decide. */
const ruledKind = ({ subject }: EventOf<"rule.applied">): RuleKind => subject.kind as RuleKind;

function decisionsOfPopup(
  event: EventOf<"popup.opened">,
  { repeating }: DecisionNotes,
): readonly CoreDecision[] {
  const { popup } = event;
  const asked: CoreDecision[] = [
    gateKindOf(event) === "check" ? "gate: ask, check" : `gate: ask, ${popup.kind}`,
  ];
  if (popup.kind === "merge" && popup.payload.conflicts.length > 0)
    asked.push("gate: ask, a conflict");
  const isRepeated =
    popup.kind === "tool" &&
    [...repeating].some((id) => id === `tier3:${popup.ticketId}:${popup.attempt}`);
  if (isRepeated) asked.push("call: ask about a repeated one");
  return asked;
}
