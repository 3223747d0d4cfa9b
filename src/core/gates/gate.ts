import type { EventBody, RuledSubject } from "../event.ts";
import { type PopupId, popupId, sessionIdOf, type TicketId, type TrackId } from "../ids.ts";
import { hashOf } from "../json.ts";
import type { AskedOf, Popup, PopupOf, PopupSubject } from "./popup.ts";
import { type PopupKind, type PopupPlaces, popupRules } from "./popup-kinds.ts";
import { placeOfTicket, type PopupPlace } from "./popup-place.ts";
import { judge, type Rule, type RuleKind, type RuleSubject, type Ruling } from "./rule.ts";
import { pathsOf } from "../tools/tools.ts";
import type { CallState, SessionState, State, TicketState } from "../state.ts";

// A gate's id says what waits at it, and is the same in every run of the same log.

export const tracksGateId = (round: number): PopupId => popupId(`tracks:${round}`);
export const ticketsGateId = (track: TrackId, round: number): PopupId =>
  popupId(`tickets:${track}:${round}`);
export const stepGateId = ({ ticket: { id }, stepRound }: TicketState): PopupId =>
  popupId(stepRound === 1 ? `step:${id}` : `step:${id}:${stepRound}`);
export const spawnGateId = (ticket: TicketState): PopupId =>
  popupId(`spawn:${ticket.ticket.id}:${ticket.attempt}`);
export const checkGateId = (ticket: TicketState): PopupId =>
  popupId(`check:${ticket.ticket.id}:${ticket.attempt}`);
export const mergeGateId = (ticket: TicketState): PopupId =>
  popupId(`merge:${ticket.ticket.id}:${ticket.attempt}.${ticket.mergeRound}`);
/** Asked about once the merged tree fails its check and the ticket has no attempt left. */
export const failedMergeGateId = (ticket: TicketState): PopupId =>
  popupId(`failed-merge:${ticket.ticket.id}:${ticket.attempt}`);
export const leftoversGateId = (ticket: TicketState): PopupId =>
  popupId(`leftovers:${ticket.ticket.id}:${ticket.attempt}.${ticket.leftoverRound}`);
export const budgetGateId = (round: number): PopupId => popupId(`budget:${round}`);
export const callGateId = (session: SessionState, index: number): PopupId =>
  popupId(`${callPlace("tool", session, index)}`);
export const questionGateId = (session: SessionState, index: number): PopupId =>
  popupId(`${callPlace("question", session, index)}`);
export const doubtGateId = (session: SessionState, index: number, doubts: number): PopupId =>
  popupId(`${callPlace("in-doubt", session, index)}.${doubts}`);

function callPlace(kind: string, session: SessionState, index: number): string {
  return `${kind}:${session.seat.ticketId}:${session.seat.attempt}.${session.turn}.${index}`;
}

/** What waits for a decision, and which part of the run that is for. */
export type GateRequest = { readonly [Kind in PopupKind]: GateRequestOf<Kind> }[PopupKind];

interface GateRequestOf<Kind extends PopupKind> {
  readonly id: PopupId;
  readonly subject: AskedOf<Kind>;
  readonly place: PopupPlaces[Kind];
}

/** The simple commands of a shell call; `null` where it is none, or nobody can tell what would run. */
type CommandParts = CallState["commandParts"];

/** A rule decides where one matches; otherwise a person is asked. */
export function openGate(state: State, request: GateRequest): EventBody {
  return openCallGate(state, request, null);
}

export function openCallGate(
  state: State,
  request: GateRequest,
  commandParts: CommandParts,
): EventBody {
  return (
    ruledEvent(state, request, commandParts) ?? {
      type: "popup.opened",
      popup: popupOf(state, request, commandParts),
    }
  );
}

/** Asks a person even where a standing rule allows the call; only an `always` that was given in this run lets it pass. */
export function openInsistentGate(
  state: State,
  request: GateRequest,
  commandParts: CommandParts,
): EventBody {
  const event = openCallGate(state, request, commandParts);
  if (event.type !== "rule.applied" || event.action === "deny") return event;
  const ruled = ruleSubjectOf(request.subject, request.place.ticketId, commandParts);
  const isAlways = ruled !== null && judge(state.alwaysRules, ruled).rule !== null;
  return isAlways ? event : { type: "popup.opened", popup: popupOf(state, request, commandParts) };
}

/** A check that no rule decides is a command like another, and is asked about as one. */
export function openCheckGate(state: State, ticket: TicketState, command: string): EventBody {
  const id = checkGateId(ticket);
  const place = placeOfTicket(ticket);
  const check = { kind: "check", payload: { command } } as const;
  const call = { kind: "tool", payload: { tool: "check", input: { command } } } as const;
  return (
    ruledEvent(state, { id, subject: check, place }, null) ?? {
      type: "popup.opened",
      popup: popupOf(state, { id, subject: call, place }, null),
    }
  );
}

/** What a rule decides; `null` where a person must. */
function ruledEvent(
  state: State,
  {
    id,
    subject,
    place: { ticketId },
  }: { readonly id: PopupId; readonly subject: RuledSubject; readonly place: PopupPlace },
  commandParts: CommandParts,
): EventBody | null {
  const ruled = ruleSubjectOf(subject, ticketId, commandParts);
  if (ruled === null) return null;
  const { action, rule } = judgeAll(state, ruled);
  if (action === "ask" || rule === null) return null;
  const payloadHash = hashOf(subject.payload);
  return { type: "rule.applied", gate: id, ticketId, action, rule, subject, payloadHash };
}

/** What rules see of a gate; `null` where no rule may decide. */
function ruleSubjectOf(
  subject: RuledSubject,
  ticketId: TicketId | null,
  commandParts: CommandParts,
): RuleSubject | null {
  const kind = subject.kind === "check" ? subject.kind : ruleKindOf(subject);
  if (kind === null) return null;
  const tool = subject.kind === "tool" ? subject.payload.tool : null;
  const paths = subject.kind === "tool" ? pathsOf(subject.payload.tool, subject.payload.input) : [];
  return { kind, ticketId, tool, paths, commandParts };
}

/** Standing rules decide first; where they would ask, the rules of an `always` answer in the person's place. */
function judgeAll({ rules, alwaysRules }: State, subject: RuleSubject): Ruling {
  const standing = judge(rules, subject);
  return standing.action === "ask" ? judge(alwaysRules, subject) : standing;
}

/**
 * The rule of an `always` that decides a popup which was open before it: eight workers that ask the same need one answer.
 * `null` where a person still has to decide. Standing rules are not looked at: they were when the popup was opened.
 */
export function lateRuleFor(state: State, popup: Popup): Rule | null {
  if (state.alwaysRules.length === 0 || isCheck(popup)) return null;
  const subject = ruleSubjectOf(popup, popup.ticketId, commandPartsOf(state, popup));
  return subject === null ? null : judge(state.alwaysRules, subject).rule;
}

function commandPartsOf(state: State, { callId, ticketId, attempt }: Popup): CommandParts {
  if (callId === null) return null;
  const id = sessionIdOf({ tier: "tier3", ticketId, attempt });
  const phase = state.sessions.get(id)?.phase;
  const calls = phase?.type === "acting" ? phase.calls : [];
  return calls.find(({ call }) => call.callId === callId)?.commandParts ?? null;
}

const isCheck = (subject: PopupSubject): boolean =>
  subject.kind === "tool" && subject.payload.tool === "check";

function popupOf<Kind extends PopupKind>(
  state: State,
  { id, subject, place }: GateRequestOf<Kind>,
  commandParts: CommandParts,
): PopupOf<Kind> {
  const timeoutMs = state.settings.popupTimeoutMs;
  const popup = {
    ...subject,
    id,
    runId: state.runId,
    ...place,
    payloadHash: hashOf(subject.payload),
    revision: 1,
    ...decisionsFor(subject, commandParts),
    openedAtMs: state.nowMs,
    expiresAtMs: timeoutMs === null ? null : state.nowMs + timeoutMs,
  };
  return popup;
}

function decisionsFor<Kind extends PopupKind>(
  { kind, payload }: AskedOf<Kind>,
  commandParts: CommandParts,
): Pick<Popup, "decisions" | "proposedRule"> {
  const rules = popupRules[kind];
  const proposedRule = rules.proposeRule(payload, commandParts);
  const offered = rules.offers(payload);
  return {
    decisions: proposedRule === null ? offered.filter((type) => type !== "always") : offered,
    proposedRule,
  };
}

const ruleKindOf = <Kind extends PopupKind>({ kind, payload }: AskedOf<Kind>): RuleKind | null =>
  popupRules[kind].ruledAs(payload);
