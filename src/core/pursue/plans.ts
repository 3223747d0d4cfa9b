import { type Message, userText } from "../message.ts";
import { problemsOf } from "../planning/dag.ts";
import type { EventBody } from "../event.ts";
import type { Failure } from "../failure.ts";
import { type GateRequest, openGate, ticketsGateId, tracksGateId } from "../gates/gate.ts";
import { placeOfRun, placeOfTrack } from "../gates/popup-place.ts";
import { leadSeat, orchestratorSeat, sessionIdOf, type TrackId } from "../ids.ts";
import { type Reading, readTickets, readTracks } from "../planning/read-plan.ts";
import type { Gate, Planner, SessionState, State, TrackState } from "../state.ts";
import { fill, showDocuments } from "../template.ts";
import type { Ticket, Track } from "../planning/ticket.ts";

/** The Orchestrator: epic → tracks → the person's word. */
export function pursuePlan(state: State): readonly EventBody[] {
  if (state.survey.status !== "done" || state.planFailure !== null) return [];
  return pursuePlanner(state, {
    planner: state.plan,
    trackId: null,
    open: () => userText(fill(state.settings.prompts.epic, projectValues(state))),
    read: readTracks,
    proposed: (tracks) => ({ type: "tracks.proposed", tracks }),
    gate: tracksGateId(state.plan.round),
    request: (id, tracks) => ({
      id,
      subject: { kind: "tracks", payload: { tracks } },
      place: placeOfRun,
    }),
    planOf: (gate) => (gate.payload as { tracks: readonly Track[] }).tracks,
    problems: () => [],
    accepted: (tracks) => ({ type: "tracks.accepted", tracks }),
  });
}

/** A Tech Lead: track → tickets → the person's word. */
export function pursueTrack(state: State, track: TrackState): readonly EventBody[] {
  if (track.failure !== null || track.plan.accepted) return [];
  const { id } = track.track;
  const taken = new Set(state.tickets.keys());
  return pursuePlanner(state, {
    planner: track.plan,
    trackId: id,
    open: () => userText(fill(state.settings.prompts.track, trackValues(state, track))),
    read: (text) => readTickets(text, id, taken),
    proposed: (tickets) => ({ type: "tickets.proposed", trackId: id, tickets }),
    gate: ticketsGateId(id, track.plan.round),
    request: (gate, tickets) => ({
      id: gate,
      subject: { kind: "tickets", payload: { tickets } },
      place: placeOfTrack(id),
    }),
    planOf: (gate) => (gate.payload as { tickets: readonly Ticket[] }).tickets,
    problems: (tickets) => problemsOf(tickets, taken),
    accepted: (tickets) => ({ type: "tickets.accepted", trackId: id, tickets }),
  });
}

/** What the two planners do not share. */
interface Planning<Item> {
  readonly planner: Planner<Item>;
  readonly trackId: TrackId | null;
  readonly open: () => Message;
  readonly read: (text: string) => Reading<readonly Item[]>;
  readonly proposed: (plan: readonly Item[]) => EventBody;
  readonly gate: Gate["id"];
  readonly request: (gate: Gate["id"], plan: readonly Item[]) => GateRequest;
  readonly planOf: (gate: Gate) => readonly Item[];
  /** What is wrong with the plan by now, though it was right when it was read: another track has taken its ids. */
  readonly problems: (plan: readonly Item[]) => readonly string[];
  readonly accepted: (plan: readonly Item[]) => EventBody;
}

function pursuePlanner<Item>(state: State, planning: Planning<Item>): readonly EventBody[] {
  const { planner, trackId } = planning;
  if (planner.accepted) return [];
  const seat = trackId === null ? orchestratorSeat : leadSeat(trackId);
  const sessionId = sessionIdOf(seat);
  const session = state.sessions.get(sessionId);
  if (session === undefined) {
    return [{ type: "session.opened", sessionId, ...seat, message: planning.open() }];
  }
  const fail = (failure: Failure): EventBody[] => [{ type: "plan.failed", trackId, failure }];
  if (session.phase.type === "failed") return fail(session.phase.failure);
  if (session.phase.type !== "replied") return [];
  if (planner.problems !== null) {
    return planner.refusals > 1
      ? fail({ code: "plan-invalid", message: planner.problems.join("; ") })
      : [repair(state, session, planner.problems)];
  }
  if (planner.proposal === null) {
    const { text, flaw } = session.phase;
    const reading = planning.read(text);
    if (reading.ok) return [planning.proposed(reading.plan)];
    // For a reply that was cut off, that is a better explanation than a JSON error.
    const problems = flaw === null ? reading.problems : [flaw.failure.message];
    return [{ type: "plan.refused", trackId, problems }];
  }
  const gate = state.gates.get(planning.gate);
  const plan = gate?.status === "allowed" ? planning.planOf(gate) : planner.proposal;
  const isNext = gate === undefined || gate.status === "allowed";
  const problems = isNext ? planning.problems(plan) : [];
  if (problems.length > 0) return [{ type: "plan.refused", trackId, problems }];
  if (gate === undefined) return [openGate(state, planning.request(planning.gate, plan))];
  if (gate.status === "allowed") return [planning.accepted(plan)];
  if (gate.status === "expired") return fail({ code: "expired", message: gate.reason });
  if (gate.status === "open") return [];
  if (gate.decision?.type === "reject") {
    return [
      {
        type: "message.added",
        sessionId,
        message: userText(
          `A person rejected this plan: ${gate.reason}\nAnswer with a new plan, complete, in the same form.`,
        ),
      },
    ];
  }
  return fail({ code: "denied", message: gate.reason });
}

function repair(state: State, session: SessionState, problems: readonly string[]): EventBody {
  const list = problems.map((problem) => `- ${problem}`).join("\n");
  return {
    type: "message.added",
    sessionId: session.id,
    message: userText(fill(state.settings.prompts.repair, { problems: list })),
  };
}

function projectValues(state: State): Record<string, string> {
  return {
    epic: state.epic,
    files: state.survey.files.join("\n"),
    documents: showDocuments(state.survey.documents),
  };
}

function trackValues(state: State, { track }: TrackState): Record<string, string> {
  const others = [...state.tracks.values()].filter((other) => other.track.id !== track.id);
  return {
    ...projectValues(state),
    trackId: track.id,
    trackTitle: track.title,
    trackDescription: track.description,
    otherTracks: others.map((other) => `- ${other.track.id}: ${other.track.title}`).join("\n"),
  };
}
