import { budgetSpent, isSpent } from "../ledger/budget.ts";
import { userText } from "../message.ts";
import type { EventBody } from "../event.ts";
import type { Failure, FailureCode } from "../failure.ts";
import {
  checkGateId,
  leftoversGateId,
  type GateRequest,
  mergeGateId,
  openGate,
  spawnGateId,
  stepGateId,
} from "../gates/gate.ts";
import { type Seat, sessionIdOf } from "../ids.ts";
import { type Leftover, leftoverText } from "../leftover.ts";
import type { Merging } from "../merging.ts";
import type { Gate, SessionState, State, TicketState } from "../state.ts";
import { fill } from "../template.ts";
import { failureValues, ticketValues } from "./ticket-prompts.ts";

/** Takes a ticket one stage on; see `TicketStage` for the way. */
export function pursueTicket(state: State, ticket: TicketState): readonly EventBody[] {
  const { id } = ticket.ticket;
  switch (ticket.stage) {
    case "waiting":
      return blockedBy(state, ticket);
    case "ready":
      return step(state, ticket);
    case "claimed":
      if (isSpent(state)) return [failed(ticket, budgetSpent)];
      return ticket.attempt > ticket.attemptsAllowed
        ? [failed(ticket, ticket.failure!)]
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
      return readFailure(state, ticket);
    case "checked":
      return [{ type: "commit.started", ticketId: id, message: commitMessage(ticket) }];
    case "leaving":
      return leaveOut(state, ticket);
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
  const gate = state.gates.get(stepGateId(ticket.ticket.id));
  if (gate === undefined) {
    const payload = { title: ticket.ticket.title, to: "running" } as const;
    return [open(state, ticket, stepGateId(ticket.ticket.id), { kind: "step", payload })];
  }
  return gate.status === "open" ? [] : refusal(ticket, gate);
}

function spawn(state: State, ticket: TicketState): readonly EventBody[] {
  const { id } = ticket.ticket;
  const gate = state.gates.get(spawnGateId(ticket));
  if (gate === undefined) {
    const payload = {
      prompt: fill(state.settings.prompts.ticket, ticketValues(state, ticket)),
      files: ticket.documents.map(({ path }) => path),
    };
    return [open(state, ticket, spawnGateId(ticket), { kind: "spawn", payload })];
  }
  if (gate.status === "open") return [];
  if (gate.status !== "allowed") return refusal(ticket, gate);
  return [{ type: "attempt.started", ticketId: id, attempt: ticket.attempt }];
}

function work(state: State, ticket: TicketState): readonly EventBody[] {
  const seat = seatOf(ticket, "tier3");
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
  if (!hasReported(session) || ticket.instructions.length > 0) return [];
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
  if (gate === undefined) {
    return [open(state, ticket, checkGateId(ticket), { kind: "check", payload: { command } })];
  }
  if (gate.status === "open") return [];
  if (gate.status !== "allowed") return refusal(ticket, gate);
  return [{ type: "check.started", ticketId: id, attempt: ticket.attempt, command }];
}

/** QA reads a failed check for the next attempt; where none is left, nobody would read what it says. */
function readFailure(state: State, ticket: TicketState): readonly EventBody[] {
  const failure: Failure = { code: "check-failed", message: `\`${state.settings.check}\` failed` };
  if (ticket.attempt >= ticket.attemptsAllowed) {
    return [attemptFailed(ticket, failure, ticket.checkOutput)];
  }
  const seat = seatOf(ticket, "tier4");
  const session = state.sessions.get(sessionIdOf(seat));
  if (session === undefined) {
    const message = userText(fill(state.settings.prompts.failure, failureValues(state, ticket)));
    return [{ type: "session.opened", sessionId: sessionIdOf(seat), ...seat, message }];
  }
  const said = saidBy(session);
  if (said === null) return [];
  const note = `The check \`${state.settings.check}\` failed. What QA says of it:\n${said}`;
  return [attemptFailed(ticket, failure, note)];
}

/** The last word was the model's, and it says something. */
const hasReported = ({ phase }: SessionState): boolean =>
  phase.type === "replied" && phase.flaw === null;

/** What QA said; that it could not, where its call failed; `null` while it speaks. */
function saidBy(session: SessionState): string | null {
  if (session.phase.type === "replied") return hasReported(session) ? session.phase.text : null;
  if (session.phase.type === "failed") return `(QA failed: ${session.phase.failure.message})`;
  return null;
}

/** The worker hears first what its commit does not hold; where that stays so, a person decides. */
function leaveOut(state: State, ticket: TicketState): readonly EventBody[] {
  const { leftovers } = ticket;
  const session = state.sessions.get(sessionIdOf(seatOf(ticket, "tier3")))!;
  const isLastTurn = session.turn >= state.settings.turns;
  if (!ticket.leftoversHeard && !isLastTurn)
    return [returned(ticket, session, leftoversRequest(leftovers))];
  const gate = state.gates.get(leftoversGateId(ticket));
  if (gate === undefined)
    return [
      open(state, ticket, leftoversGateId(ticket), { kind: "leftovers", payload: { leftovers } }),
    ];
  if (gate.status === "open") return [];
  if (gate.decision?.type === "reject" && !isLastTurn)
    return [
      returned(ticket, session, `A person does not want to go on without them: ${gate.reason}`),
    ];
  return refusal(ticket, gate);
}

const returned = (ticket: TicketState, session: SessionState, text: string): EventBody => ({
  type: "leftovers.returned",
  ticketId: ticket.ticket.id,
  sessionId: session.id,
  message: userText(text),
});

const leftoversRequest = (leftovers: readonly Leftover[]): string =>
  [
    "The commit of your work does not hold everything that you wrote:",
    ...leftovers.map((leftover) => `- ${leftoverText(leftover)}`),
    "Put what the project needs where it can be committed, or change what keeps it out. Of what is not needed say " +
      "so in your last message: a person decides whether to go on without it.",
  ].join("\n");

function merge(state: State, ticket: TicketState): readonly EventBody[] {
  const { id } = ticket.ticket;
  const gate = state.gates.get(mergeGateId(ticket));
  const payload = { commit: ticket.commit!, conflicts: ticket.conflicts };
  if (gate === undefined)
    return [open(state, ticket, mergeGateId(ticket), { kind: "merge", payload })];
  if (gate.status === "open") return [];
  if (gate.decision?.type === "retry") {
    const files = ticket.conflicts.join(", ");
    const note = `What others changed meanwhile conflicts with your change in ${files}. Start from the files as they are now.`;
    const failure: Failure = { code: "conflict", message: `the change conflicts in ${files}` };
    return [{ ...attemptFailed(ticket, failure, note), fresh: true, granted: true }];
  }
  if (gate.status !== "allowed") return refusal(ticket, gate);
  const merging: Merging = {
    commit: ticket.commit!,
    side: gate.decision?.type === "take" ? gate.decision.side : null,
  };
  const { check: command } = state.settings;
  if (command !== null && ticket.moved && ticket.stage !== "verified")
    return [{ type: "check.started", ticketId: id, attempt: ticket.attempt, command, merging }];
  return [
    {
      type: "merge.started",
      ticketId: id,
      ...merging,
      gate: gate.id,
      payloadHash: gate.payloadHash,
    },
  ];
}

function open(
  state: State,
  { ticket: { id, trackId }, attempt }: TicketState,
  gate: GateRequest["id"],
  subject: GateRequest["subject"],
): EventBody {
  return openGate(state, { id: gate, subject, trackId, ticketId: id, attempt, call: null });
}

/** A gate that did not let the ticket go on ends it: there is no model yet, or no more, to hear why. */
function refusal(ticket: TicketState, gate: Gate): readonly EventBody[] {
  return [failed(ticket, failureOf(gate))];
}

function failureOf(gate: Gate): Failure {
  const code: FailureCode =
    gate.status === "expired"
      ? "expired"
      : gate.decision === null
        ? "denied"
        : gate.decision.type === "abort"
          ? "aborted"
          : "rejected";
  const said = code === "aborted" ? "a person aborted the ticket" : "a person rejected it";
  return { code, message: gate.reason === "" ? said : gate.reason };
}

const failed = (ticket: TicketState, failure: Failure): EventBody => ({
  type: "ticket.failed",
  ticketId: ticket.ticket.id,
  failure,
});

const lostNote =
  "The files of the attempt before were deleted from outside before they could be committed. " +
  "Start again from the files as they are now.";

function attemptFailed(ticket: TicketState, failure: Failure, note: string) {
  return {
    type: "attempt.failed",
    ticketId: ticket.ticket.id,
    attempt: ticket.attempt,
    failure,
    note,
    fresh: false,
    granted: false,
  } as const;
}

const seatOf = (ticket: TicketState, tier: "tier3" | "tier4"): Seat => ({
  tier,
  trackId: ticket.ticket.trackId,
  ticketId: ticket.ticket.id,
  attempt: ticket.attempt,
});

const commitMessage = ({ ticket }: TicketState): string => `${ticket.id}: ${ticket.title}`;
