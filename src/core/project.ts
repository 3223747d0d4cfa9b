import { createHash } from "node:crypto";
import type { Event } from "./event.ts";
import type { Failure } from "./failure.ts";
import { type Tier, tiers } from "./ids.ts";
import { callsUnderWay, takenByTier } from "./ledger/ledger-under-way.ts";
import type {
  ProjectedPopup,
  ProjectedStream,
  ProjectedTicket,
  ProjectedTrack,
  ProjectedUsage,
  Projection,
} from "./projection.ts";
import { fold } from "./reduce/reduce.ts";
import type { State, TicketState, TrackState } from "./state.ts";
import { costUsd, totalTokens } from "./ledger/usage.ts";

/** The projection of a run, from its log. The log must hold at least `run.started`. */
export function project(log: readonly Event[]): Projection {
  const state = fold(log);
  if (state === null) throw new Error("An empty log tells of no run.");
  return projectState(state, log);
}

/** The same from a state that was folded already. */
export function projectState(state: State, log: readonly Event[]): Projection {
  return {
    runId: state.runId,
    epic: state.epic,
    outcome: state.ended?.outcome ?? "running",
    failure: state.ended?.failure ?? null,
    tracks: [...state.tracks.values()].map((track) => projectTrack(state, track)),
    tickets: ticketsOf(state).map((ticket) => projectTicket(state, ticket)),
    streams: projectStreams(state),
    popups: projectPopups(log),
    usage: projectUsage(state),
    events: log.length,
    digest: digestOf(log),
  };
}

/** As they were planned, track by track: which of two plans was accepted first is chance. */
const ticketsOf = ({ tracks, tickets }: State): readonly TicketState[] =>
  [...tracks.values()].flatMap(({ ticketIds }) => ticketIds.map((id) => tickets.get(id)!));

const digestPiece = 256;

/** SHA-256 over the log, an event a line, in hexadecimal. */
export function digestOf(log: readonly Event[]): string {
  const hash = createHash("sha256");
  // In pieces: a call of the hash for each event took as long as making its text.
  for (let index = 0; index < log.length; index += digestPiece) {
    let text = "";
    for (const event of log.slice(index, index + digestPiece)) text += `${JSON.stringify(event)}\n`;
    hash.update(text);
  }
  return hash.digest("hex");
}

function projectTrack(state: State, { track, plan, failure, ...rest }: TrackState): ProjectedTrack {
  const { id, title } = track;
  if (failure !== null) return { id, title, status: "failed" };
  if (!plan.accepted) return { id, title, status: "planning" };
  if (rest.openTickets > 0) return { id, title, status: "running" };
  const allDone = rest.ticketIds.every((ticket) => state.tickets.get(ticket)!.status === "done");
  return { id, title, status: allDone ? "done" : "failed" };
}

function projectTicket(
  state: State,
  { ticket, status, attemptsStarted, failure, blockedBy, leftovers }: TicketState,
): ProjectedTicket {
  const { id, trackId, title, dependsOn } = ticket;
  const paused = state.pausedTickets.get(id);
  const reason =
    paused !== undefined
      ? `paused: ${paused.message}`
      : blockedBy === null
        ? reasonOf(status, failure)
        : `waits for ${blockedBy}`;
  return {
    id,
    trackId,
    title,
    status,
    dependsOn,
    attempts: attemptsStarted,
    reason,
    ...(leftovers.length > 0 && { leftovers }),
  };
}

function reasonOf(status: TicketState["status"], failure: Failure | null): string | null {
  return status === "failed" && failure !== null ? failure.message : null;
}

function projectStreams(state: State): Readonly<Record<string, ProjectedStream>> {
  const streams: Record<string, ProjectedStream> = {};
  for (const [id, { text, turns, live, ended }] of state.streams) {
    const over = ended || state.ended !== null;
    streams[id] = { text, turns, status: over ? "ended" : live ? "streaming" : "idle" };
  }
  return streams;
}

function projectPopups(log: readonly Event[]): readonly ProjectedPopup[] {
  const popups = new Map<string, ProjectedPopup>();
  for (const event of log) {
    if (event.type === "popup.opened") {
      const { id, kind, ticketId } = event.popup;
      popups.set(id, { id, kind, ticketId, decision: null });
    } else if (event.type === "popup.decided") {
      popups.set(event.popupId, { ...popups.get(event.popupId)!, decision: event.decision.type });
    } else if (event.type === "popup.expired") {
      popups.set(event.popupId, { ...popups.get(event.popupId)!, decision: "expired" });
    }
  }
  return [...popups.values()];
}

/** All that each tier took by now: of calls that are under way, what was reported. */
export function projectUsage(state: State): Readonly<Record<Tier, ProjectedUsage>> {
  const taken = takenByTier(state);
  const usage = {} as Record<Tier, ProjectedUsage>;
  for (const tier of tiers) {
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = taken.get(tier)!;
    const estimatedTokens = totalTokens(state.ledger.estimatedByTier.get(tier)!);
    usage[tier] = {
      inputTokens,
      outputTokens,
      cacheReadTokens,
      cacheWriteTokens,
      costUsd: costOf(state, tier),
      ...(estimatedTokens > 0 && { estimatedTokens }),
    };
  }
  return usage;
}

function costOf(state: State, tier: Tier): number | null {
  let sumUsd = 0;
  for (const { seat, model, usage } of [
    ...state.ledger.entries.values(),
    ...callsUnderWay(state),
  ]) {
    if (seat.tier !== tier || totalTokens(usage) === 0) continue;
    const price = state.settings.prices[model];
    if (price === undefined) return null;
    sumUsd += costUsd(usage, price);
  }
  return sumUsd;
}
