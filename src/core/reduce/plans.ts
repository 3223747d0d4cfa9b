import { assertNever } from "../assert-never.ts";
import type { EventOf } from "../event.ts";
import { leadSeat, orchestratorSeat, type Seat, streamIdOf } from "../ids.ts";
import type { Ticket } from "../planning/ticket.ts";
import { newPlanner } from "../planning/planner.ts";
import type { Planner, State, TicketState, TrackState } from "../state.ts";

type PlanEvent = EventOf<
  | "tracks.proposed"
  | "tracks.accepted"
  | "tickets.proposed"
  | "tickets.accepted"
  | "plan.refused"
  | "plan.failed"
>;

export function reducePlan(state: State, event: PlanEvent): void {
  switch (event.type) {
    case "tracks.proposed":
      state.plan.proposal = event.tracks;
      state.plan.refusals = 0;
      return;
    case "tracks.accepted":
      state.plan.accepted = true;
      endStream(state, orchestratorSeat);
      for (const track of event.tracks) {
        state.tracks.set(track.id, {
          track,
          plan: newPlanner(),
          failure: null,
          ticketIds: [],
          openTickets: 0,
        });
      }
      return;
    case "tickets.proposed": {
      const { plan } = state.tracks.get(event.trackId)!;
      plan.proposal = event.tickets;
      plan.refusals = 0;
      return;
    }
    case "tickets.accepted":
      acceptTickets(state, state.tracks.get(event.trackId)!, event.tickets);
      endStream(state, leadSeat(event.trackId));
      return;
    case "plan.refused": {
      const plan = plannerOf(state, event.trackId);
      plan.problems = event.problems;
      plan.refusals++;
      return;
    }
    case "plan.failed":
      endStream(state, event.trackId === null ? orchestratorSeat : leadSeat(event.trackId));
      if (event.trackId === null) state.planFailure = event.failure;
      else state.tracks.get(event.trackId)!.failure = event.failure;
      return;
    default:
      assertNever(event);
  }
}

/** Whoever has planned says no more. There is no stream where the planning failed before its first word. */
function endStream({ streams }: State, planner: Seat): void {
  const stream = streams.get(streamIdOf(planner));
  if (stream !== undefined) stream.ended = true;
}

function plannerOf(state: State, trackId: TrackState["track"]["id"] | null): Planner<unknown> {
  return trackId === null ? state.plan : state.tracks.get(trackId)!.plan;
}

function acceptTickets(state: State, track: TrackState, tickets: readonly Ticket[]): void {
  track.plan.accepted = true;
  track.openTickets = tickets.length;
  for (const ticket of tickets) {
    track.ticketIds.push(ticket.id);
    state.tickets.set(ticket.id, newTicket(ticket, state.settings.attempts));
  }
  for (const ticket of tickets) {
    for (const dependency of ticket.dependsOn) {
      state.tickets.get(dependency)!.dependents.push(ticket.id);
    }
    if (ticket.dependsOn.length === 0) becomeReady(state, state.tickets.get(ticket.id)!);
  }
}

/** In step mode a ticket waits for its step; otherwise for a slot. */
export function becomeReady(state: State, ticket: TicketState): void {
  if (state.settings.mode === "step") ticket.stage = "ready";
  else queue(state, ticket);
}

export function queue(state: State, ticket: TicketState): void {
  ticket.stage = "queued";
  state.queue.add(ticket.ticket.id);
}

function newTicket(ticket: Ticket, attemptsAllowed: number): TicketState {
  return {
    ticket,
    dependents: [],
    status: "todo",
    stage: "waiting",
    stepRound: 1,
    waitingFor: ticket.dependsOn.length,
    attempt: 1,
    attemptsStarted: 0,
    attemptsAllowed,
    treesLost: 0,
    fresh: true,
    note: "",
    instructions: [],
    documents: [],
    skeletons: [],
    checkOutput: "",
    commit: null,
    leftovers: [],
    leftoversHeard: false,
    leftoverRound: 1,
    conflicts: [],
    moved: false,
    mergeRound: 1,
    failure: null,
    blockedBy: null,
  };
}
