import { assertNever } from "../../core/assert-never.ts";
import type { Event } from "../../core/event.ts";
import type { Failure } from "../../core/failure.ts";
import type { SessionId, StreamId, TicketId } from "../../core/ids.ts";
import type { Decision } from "../../core/gates/decision.ts";
import { beginningOf } from "../visible-text.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { type Moment, momentsOf, type Row, type Timeline, type Tone } from "./timeline.ts";

/** Turns the log of a run into a timeline with one lane for each stream. */
export function readLog(log: readonly Event[]): Timeline {
  const moments = momentsOf(log);
  const lanes = createLanes();
  const sessions = new Map<SessionId, StreamId>();
  for (const [index, event] of log.entries()) {
    const at = moments[index];
    if (at !== undefined) readEvent(event, at, lanes, sessions);
  }
  const last = moments.at(-1);
  return { moments, ...(last === undefined ? { lanes: [], divides: [] } : lanes.close(last)) };
}

function readEvent(
  event: Event,
  at: Moment,
  lanes: Lanes,
  sessions: Map<SessionId, StreamId>,
): void {
  const worker = (ticketId: TicketId) => lanes.laneFor({ trackId: null, ticketId });
  const begin = (streamId: StreamId, row: Row, label: string, title: string, openTone: Tone) =>
    lanes.begin(event.seq, { streamId, row, from: at, label, title, openTone });
  const mark = (streamId: StreamId, row: Row, tone: Tone, glyph: string, title: string) =>
    lanes.mark(streamId, { row, tone, at, glyph, title });
  const work = (ticketId: TicketId, label: string, title: string) =>
    begin(worker(ticketId), "work", label, title, "open");
  switch (event.type) {
    case "run.resumed":
      return lanes.divide({ at, title: "resumed" });
    case "run.interrupted":
      return lanes.divide({ at, title: "interrupted" });
    case "run.ended":
      return lanes.divide({ at, title: event.outcome });
    case "session.opened":
      sessions.set(event.sessionId, lanes.laneOf(event));
      return;
    case "model.started": {
      const { address, unit } = event;
      const name = `${address.attempt > 1 ? `attempt ${address.attempt}, ` : ""}turn ${unit.turn}, try ${unit.try}`;
      const label = unit.try === 1 ? `turn ${unit.turn}` : `${unit.turn}, try ${unit.try}`;
      return begin(lanes.laneOf(address), "model", label, `${event.model}, ${name}`, "open");
    }
    case "stream.completed":
      return lanes.end(event.effectId, at, { tone: "good", how: `completed, ${event.stopReason}` });
    case "stream.discarded":
      return lanes.end(event.effectId, at, {
        tone: "bad",
        how: `discarded, ${failureWords(event.failure)}`,
      });
    case "timer.started": {
      if (event.purpose.type !== "retry") return;
      const streamId = sessions.get(event.purpose.sessionId);
      if (streamId !== undefined) begin(streamId, "model", "", "waits to try again", "wait");
      return;
    }
    case "timer.ended":
      return lanes.end(event.effectId, at, { tone: "wait", how: "over" });
    case "tool.started": {
      const streamId = sessions.get(event.sessionId);
      const input = beginningOf(JSON.stringify(event.input), inputCharactersMax);
      if (streamId !== undefined)
        begin(streamId, "work", event.tool, `${event.tool} ${input}`, "open");
      return;
    }
    case "tool.ended": {
      const how = event.isError
        ? `failed, ${beginningOf(event.text, inputCharactersMax)}`
        : "it worked";
      if (event.effectId !== null)
        return lanes.end(event.effectId, at, { tone: event.isError ? "bad" : "good", how });
      const streamId = sessions.get(event.sessionId);
      if (streamId !== undefined && event.isError)
        mark(streamId, "work", "bad", "⊘", `a call that never reached its tool: ${event.text}`);
      return;
    }
    case "preparation.started":
      return work(event.ticketId, "prepare", `prepares attempt ${event.attempt}`);
    case "check.started":
      return work(
        event.ticketId,
        "check",
        `check \`${event.command}\`${event.merging === undefined ? "" : " on the merged tree"}`,
      );
    case "check.ended":
      return lanes.end(event.effectId, at, {
        tone: event.passed ? "good" : "bad",
        how: event.passed ? "passed" : `failed, ${beginningOf(event.output, inputCharactersMax)}`,
      });
    case "commit.started":
      return work(event.ticketId, "commit", "commit");
    case "comparison.started":
      return work(event.ticketId, "compare", "tries the merge");
    case "merge.started":
      return work(
        event.ticketId,
        "merge",
        event.side === null ? "merge" : `merge, keeps the ${event.side}'s side`,
      );
    case "comparison.ended": {
      const { conflicts } = event;
      return lanes.end(event.effectId, at, {
        tone: conflicts.length === 0 ? "plain" : "bad",
        how: conflicts.length === 0 ? "no conflict" : `in conflict: ${conflicts.join(", ")}`,
      });
    }
    case "preparation.ended":
    case "commit.ended":
      return lanes.end(event.effectId, at, { tone: "plain", how: "done" });
    case "merge.ended":
      return lanes.end(event.effectId, at, { tone: "good", how: "merged" });
    case "effect.failed":
      return lanes.end(event.effectId, at, { tone: "bad", how: failureWords(event.failure) });
    case "effect.abandoned":
      return lanes.end(event.effectId, at, { tone: "bad", how: "abandoned" });
    case "rule.applied": {
      const streamId = lanes.laneFor({ trackId: null, ticketId: event.ticketId });
      const [tone, glyph] =
        event.action === "allow" ? (["plain", "·"] as const) : (["bad", "⊘"] as const);
      return mark(streamId, "gate", tone, glyph, `${event.gate}: a rule says ${event.action}`);
    }
    case "popup.opened": {
      const { popup } = event;
      return lanes.begin(`popup ${popup.id}`, {
        streamId: lanes.laneFor(popup),
        row: "gate",
        from: at,
        label: popup.kind,
        title: `popup ${popup.id}`,
        openTone: "open",
      });
    }
    case "popup.decided": {
      const { decision, rule } = event;
      const tone = isNo(decision) ? "bad" : "asked";
      const how = decisionText(decision) + (rule === null ? "" : ", by a rule");
      return lanes.end(`popup ${event.popupId}`, at, { tone, how });
    }
    case "popup.expired":
      return lanes.end(`popup ${event.popupId}`, at, { tone: "bad", how: "expired" });
    case "answer.refused":
      return mark(
        lanes.laneFor({ trackId: null, ticketId: null }),
        "gate",
        "bad",
        "⊘",
        `an answer to ${event.answer.popupId} was refused: ${event.message}`,
      );
    case "intervention.received": {
      const { intervention } = event;
      const said =
        intervention.type === "instruct"
          ? `told: “${intervention.text}”`
          : `stopped${intervention.reason === "" ? "" : `: ${intervention.reason}`}`;
      return mark(worker(intervention.ticketId), "gate", "asked", "◇", `by a person, ${said}`);
    }
    case "intervention.refused":
      return mark(
        lanes.laneFor({ trackId: null, ticketId: null }),
        "gate",
        "bad",
        "⊘",
        `what a person said came to nothing: ${event.message}`,
      );
    case "plan.refused": {
      const owner = { trackId: event.trackId, ticketId: null };
      return mark(
        lanes.laneFor(owner),
        "work",
        "bad",
        "⊘",
        `plan refused: ${event.problems.join("; ")}`,
      );
    }
    case "plan.failed": {
      const owner = { trackId: event.trackId, ticketId: null };
      return mark(
        lanes.laneFor(owner),
        "work",
        "bad",
        "✗",
        `given up: ${failureWords(event.failure)}`,
      );
    }
    case "session.failed": {
      const streamId = sessions.get(event.sessionId);
      if (streamId !== undefined)
        mark(streamId, "model", "bad", "✗", `session failed: ${failureWords(event.failure)}`);
      return;
    }
    case "leftovers.returned":
      return mark(
        worker(event.ticketId),
        "work",
        "bad",
        "▲",
        "heard what its commit does not hold",
      );
    case "ticket.retried":
      return mark(worker(event.ticketId), "work", "plain", "↻", `attempt ${event.attempt} granted`);
    case "session.paused": {
      const streamId = sessions.get(event.sessionId);
      if (streamId !== undefined)
        mark(streamId, "model", "bad", "◆", `paused: ${failureWords(event.failure)}`);
      return;
    }
    case "attempt.failed":
      return mark(
        worker(event.ticketId),
        "work",
        "bad",
        "↺",
        `attempt ${event.attempt} failed: ${failureWords(event.failure)}`,
      );
    case "ticket.done":
      return mark(worker(event.ticketId), "model", "good", "✓", `${event.ticketId} is done`);
    case "ticket.failed":
      return mark(
        worker(event.ticketId),
        "model",
        "bad",
        "✗",
        `${event.ticketId} failed: ${failureWords(event.failure)}`,
      );
    case "ticket.blocked":
      return mark(
        worker(event.ticketId),
        "model",
        "wait",
        "⊘",
        `${event.ticketId} is blocked by ${event.by}`,
      );
    // Not shown: the events around them show the same.
    case "run.started":
    case "survey.started":
    case "survey.ended":
    case "tracks.proposed":
    case "tracks.accepted":
    case "tickets.proposed":
    case "tickets.accepted":
    case "ticket.claimed":
    case "attempt.started":
    case "message.added":
    case "results.returned":
    case "instructions.given":
    case "stream.deltas":
    case "popup.asked":
    case "popup.shown":
    case "context.trimmed":
    case "server.learned":
    case "prompt.cut":
    case "call.repeated":
      return;
    default:
      assertNever(event);
  }
}

const inputCharactersMax = 300;

const failureWords = (failure: Failure) =>
  `${failure.code}: ${beginningOf(failure.message, inputCharactersMax)}`;

function isNo(decision: Decision): boolean {
  return decision.type === "reject" || decision.type === "abort" || decision.type === "stop";
}

function decisionText(decision: Decision): string {
  switch (decision.type) {
    case "reject":
      return `reject, “${decision.reason}”`;
    case "answer":
      return `answer, “${decision.text}”`;
    case "take":
      return `take the ${decision.side}'s side`;
    case "approve":
    case "edit":
    case "always":
    case "abort":
    case "happened":
    case "redo":
    case "raise":
    case "stop":
    case "retry":
      return decision.type;
  }
}
