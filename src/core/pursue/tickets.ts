import { budgetSpent, isSpent } from "../ledger/budget.ts";
import { userText } from "../message.ts";
import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import {
  checkGateId,
  mergeGateId,
  openCheckGate,
  openGate,
  spawnGateId,
  stepGateId,
} from "../gates/gate.ts";
import { placeOfTicket } from "../gates/popup-place.ts";
import { sessionIdOf } from "../ids.ts";
import type { Merging } from "../merging.ts";
import type { State, TicketState } from "../state.ts";
import { fill } from "../template.ts";
import { pursueFailedCheck, pursueFailedMerge } from "./failed-checks.ts";
import { pursueLeftovers } from "./leftovers.ts";
import {
  attemptFailed,
  hasReported,
  hearsInstructions,
  refusedAtGate,
  seatOfTicket,
  ticketFailed,
} from "./ticket-moves.ts";
import { ticketValues } from "./ticket-prompts.ts";

/** Takes a ticket one stage on; see `TicketStage` for the way. */
export function pursueTicket(state: State, ticket: TicketState): readonly EventBody[] {
  const { id } = ticket.ticket;
  switch (ticket.stage) {
    case "waiting":
      return blockedBy(state, ticket);
    case "ready":
      return step(state, ticket);
    case "claimed":
      if (isSpent(state)) return [ticketFailed(ticket, budgetSpent)];
      return ticket.attempt > ticket.attemptsAllowed
        ? [ticketFailed(ticket, ticket.failure!)]
        : [
            {
              type: "preparation.started",
              ticketId: id,
              attempt: ticket.attempt,
              fresh: ticket.fresh,
            },
          ];
    case "prepared":
      return spawn(state, ticket);
    case "working":
      return work(state, ticket);
    case "worked":
      return check(state, ticket);
    case "failing":
      return pursueFailedCheck(state, ticket);
    case "clashing":
      return pursueFailedMerge(state, ticket);
    case "checked":
      return [{ type: "commit.started", ticketId: id, message: commitMessage(ticket) }];
    case "leaving":
      return pursueLeftovers(state, ticket);
    case "compared":
    case "verified":
      return merge(state, ticket);
    case "lost":
      return [{ ...attemptFailed(ticket, ticket.failure!, lostNote), fresh: true, granted: true }];
    case "merged":
      return [{ type: "ticket.done", ticketId: id }];
    case "queued":
    case "preparing":
    case "checking":
    case "committing":
    case "committed":
    case "comparing":
    case "verifying":
    case "merging":
    case "final":
      return [];
  }
}

function blockedBy(state: State, ticket: TicketState): readonly EventBody[] {
  for (const by of ticket.ticket.dependsOn) {
    const { status } = state.tickets.get(by)!;
    if (status === "failed" || status === "blocked") {
      return [{ type: "ticket.blocked", ticketId: ticket.ticket.id, by }];
    }
  }
  return [];
}

function step(state: State, ticket: TicketState): readonly EventBody[] {
  const id = stepGateId(ticket);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const payload = { title: ticket.ticket.title, to: "running" } as const;
    return [
      openGate(state, { id, subject: { kind: "step", payload }, place: placeOfTicket(ticket) }),
    ];
  }
  return gate.status === "open" ? [] : refusedAtGate(ticket, gate);
}

function spawn(state: State, ticket: TicketState): readonly EventBody[] {
  const id = spawnGateId(ticket);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const payload = {
      prompt: fill(state.settings.prompts.ticket, ticketValues(state, ticket)),
      files: ticket.documents.map(({ path }) => path),
    };
    return [
      openGate(state, { id, subject: { kind: "spawn", payload }, place: placeOfTicket(ticket) }),
    ];
  }
  if (gate.status === "open") return [];
  if (gate.status !== "allowed") return refusedAtGate(ticket, gate);
  return [{ type: "attempt.started", ticketId: ticket.ticket.id, attempt: ticket.attempt }];
}

function work(state: State, ticket: TicketState): readonly EventBody[] {
  const seat = seatOfTicket(ticket, "tier3");
  const session = state.sessions.get(sessionIdOf(seat));
  if (session === undefined) {
    const { prompt } = state.gates.get(spawnGateId(ticket))!.payload as { prompt: string };
    return [
      { type: "session.opened", sessionId: sessionIdOf(seat), ...seat, message: userText(prompt) },
    ];
  }
  if (session.phase.type === "failed") {
    const { failure } = session.phase;
    return [attemptFailed(ticket, failure, `The attempt before ended early: ${failure.message}`)];
  }
  if (!hasReported(session) || hearsInstructions(state, ticket)) return [];
  return check(state, ticket);
}

/** Reached from `working` and, where a check must be done again after a crash, from `worked`. */
function check(state: State, ticket: TicketState): readonly EventBody[] {
  const { id } = ticket.ticket;
  const { check: command } = state.settings;
  if (command === null) {
    return [{ type: "commit.started", ticketId: id, message: commitMessage(ticket) }];
  }
  const gate = state.gates.get(checkGateId(ticket));
  if (gate === undefined) return [openCheckGate(state, ticket, command)];
  if (gate.status === "open") return [];
  if (gate.status !== "allowed") return refusedAtGate(ticket, gate);
  return [{ type: "check.started", ticketId: id, attempt: ticket.attempt, command }];
}

function merge(state: State, ticket: TicketState): readonly EventBody[] {
  const id = mergeGateId(ticket);
  const gate = state.gates.get(id);
  if (gate === undefined) {
    const payload = { commit: ticket.commit!, conflicts: ticket.conflicts };
    return [
      openGate(state, { id, subject: { kind: "merge", payload }, place: placeOfTicket(ticket) }),
    ];
  }
  if (gate.status === "open") return [];
  if (gate.decision?.type === "retry") {
    const files = ticket.conflicts.join(", ");
    const note = `What others changed meanwhile conflicts with your change in ${files}. Start from the files as they are now.`;
    const failure: Failure = { code: "conflict", message: `the change conflicts in ${files}` };
    return [{ ...attemptFailed(ticket, failure, note), fresh: true, granted: true }];
  }
  if (gate.status !== "allowed") return refusedAtGate(ticket, gate);
  const ticketId = ticket.ticket.id;
  const merging: Merging = {
    commit: ticket.commit!,
    side: gate.decision?.type === "take" ? gate.decision.side : null,
  };
  const { check: command } = state.settings;
  if (command !== null && ticket.moved && ticket.stage !== "verified")
    return [{ type: "check.started", ticketId, attempt: ticket.attempt, command, merging }];
  return [
    {
      type: "merge.started",
      ticketId,
      ...merging,
      gate: gate.id,
      payloadHash: gate.payloadHash,
    },
  ];
}

const lostNote =
  "The files of the attempt before were deleted from outside before they could be committed. " +
  "Start again from the files as they are now.";

const commitMessage = ({ ticket }: TicketState): string => `${ticket.id}: ${ticket.title}`;
