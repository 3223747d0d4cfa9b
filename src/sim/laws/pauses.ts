import type { Event } from "../../core/event.ts";
import type { Failure } from "../../core/failure.ts";
import type { EffectId, SessionId, TicketId, Tier } from "../../core/ids.ts";
import { canonicalJson } from "../../core/json.ts";
import type { Settings } from "../../core/settings.ts";
import type { Findings } from "./verdict.ts";

/** Failures that end once somebody acts or the server is back: a key, credit, an outage. */
const mendable: ReadonlySet<string> = new Set([
  "authentication",
  "permission",
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stalled",
]);

/** A longer wait than this is a person's to decide, whatever the provider asks it for. */
const waitMaxMs = 15 * 60_000;

/**
 * Trouble that can be mended is no failure: a ticket or session that meets it pauses until the run is resumed, does not
 * fail, spends no attempt, blocks no other ticket, and the run's end names the trouble. Nothing else pauses a session. A tree
 * that is lost is made anew once without anybody's word.
 */
export function checkPauses(log: readonly Event[], { exercise, breach }: Findings): void {
  const intents = new Map<EffectId, TicketId>();
  const paused = new Set<TicketId | SessionId | "survey">();
  const lost = new Set<TicketId>();
  /** How often each ticket's tree was lost since the run was started or resumed. */
  const losses = new Map<TicketId, number>();
  /** The same since somebody last looked at it. */
  const unseen = new Map<TicketId, number>();
  const stopped = new Set<TicketId>();
  let models: Settings["models"] | null = null;
  /** The models that have answered, each with its server. */
  const answered = new Set<string>();
  const modelOf = (sessionId: SessionId): string => {
    const tier = sessionId.split(":")[0] as Tier;
    if (models === null) return tier;
    const { provider, model, baseUrl } = models[tier];
    return canonicalJson({ provider, model, baseUrl: baseUrl ?? null });
  };
  /** Whether it passes once somebody acts, the server is back, or the wait that it asks for is over. */
  const isMendable = ({ code, retryAfterMs = 0 }: Failure, sessionId: SessionId): boolean =>
    mendable.has(code) ||
    retryAfterMs > waitMaxMs ||
    (code === "not-found" && answered.has(modelOf(sessionId)));
  let planFailed = false;
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        ({ models } = event.settings);
        break;
      case "run.resumed":
        for (const id of lost) unseen.delete(id);
        lost.clear();
        paused.clear();
        losses.clear();
        break;
      case "preparation.started":
      case "check.started":
      case "commit.started":
      case "comparison.started":
      case "merge.started":
        intents.set(event.seq, event.ticketId);
        break;
      case "tool.started":
        intents.set(event.seq, ticketOf(event.sessionId)!);
        break;
      case "effect.failed": {
        exercise();
        if (event.failure.code === "cancelled")
          breach(`event ${event.seq}: what an interrupt cut is told as a failure`);
        const ticketId = intents.get(event.effectId);
        if (event.failure.code !== "tree-lost") paused.add(ticketId ?? "survey");
        else if (ticketId !== undefined) {
          lost.add(ticketId);
          for (const counts of [losses, unseen])
            counts.set(ticketId, (counts.get(ticketId) ?? 0) + 1);
        }
        break;
      }
      case "session.paused":
        exercise();
        paused.add(ticketOf(event.sessionId) ?? event.sessionId);
        if (!isMendable(event.failure, event.sessionId))
          breach(
            `event ${event.seq}: ${event.sessionId} waits for ${event.failure.code} to pass, which nothing mends`,
          );
        break;
      case "stream.completed":
        answered.add(modelOf(event.unit.sessionId));
        break;
      case "session.failed":
        if (
          mendable.has(event.failure.code) ||
          (event.failure.code === "not-found" && answered.has(modelOf(event.sessionId)))
        )
          breach(
            `event ${event.seq}: ${event.sessionId} fails for ${event.failure.code}, which can be mended`,
          );
        break;
      case "intervention.received":
        if (event.intervention.type === "stop") stopped.add(event.intervention.ticketId);
        break;
      case "attempt.failed":
        if (lost.delete(event.ticketId) && !event.granted)
          breach(`event ${event.seq}: the lost tree of ${event.ticketId} spends an attempt`);
        if (event.failure.code === "tree-lost" && (losses.get(event.ticketId) ?? 0) > 1)
          breach(
            `event ${event.seq}: ${event.ticketId} begins again by itself, and loses its tree again and again`,
          );
        if (paused.has(event.ticketId))
          breach(`event ${event.seq}: ${event.ticketId}, which pauses, spends an attempt`);
        break;
      case "ticket.done":
        paused.delete(event.ticketId);
        break;
      case "ticket.failed":
        if (paused.has(event.ticketId) && !stopped.has(event.ticketId))
          breach(`event ${event.seq}: ${event.ticketId}, which pauses, fails`);
        paused.delete(event.ticketId);
        break;
      case "ticket.blocked":
        if (paused.has(event.by))
          breach(`event ${event.seq}: ${event.by}, which pauses, blocks ${event.ticketId}`);
        break;
      case "plan.failed":
        planFailed ||= event.trackId === null;
        break;
      case "run.ended":
        if (event.outcome === "failed" && planFailed && event.failure === null)
          breach(`event ${event.seq}: the run failed with its plan, and does not say why`);
        if (event.outcome === "waiting")
          for (const ticketId of lost)
            if (unseen.get(ticketId) === 1)
              breach(`event ${event.seq}: ${ticketId} waits, and could begin again by itself`);
        if (event.outcome === "waiting" && paused.size > 0 && event.failure === null)
          breach(`event ${event.seq}: the run waits for what nobody is told to mend`);
        if (
          event.outcome === "waiting" &&
          paused.size === 0 &&
          lost.size === 0 &&
          event.failure !== null &&
          event.failure.code !== "store-failed"
        )
          breach(
            `event ${event.seq}: the run names what nothing waits for: ${event.failure.message}`,
          );
        break;
      default:
    }
  }
}

function ticketOf(sessionId: SessionId): TicketId | null {
  const [tier, name] = sessionId.split(":");
  return tier === "tier3" || tier === "tier4" ? (name as TicketId) : null;
}
