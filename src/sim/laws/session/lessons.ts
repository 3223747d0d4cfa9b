import type { Event, EventOf } from "../../../core/event.ts";
import type { EffectId, SessionId } from "../../../core/ids.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Settings } from "../../../core/settings.ts";
import type { Findings } from "../verdict.ts";

/** So many refusals of one turn may each say how to ask. */
const lessonsMax = 8;

/**
 * What a server's refusal has said of how to ask holds for all calls to it from then on, and a call that was sent before it
 * was known fails nothing for it.
 */
export function checkLessons(
  log: readonly Event[],
  { models }: Pick<Settings, "models">,
  { exercise, breach }: Findings,
): void {
  /** What each server has said, the newest last. */
  const lessons = new Map<string, EventOf<"server.learned">[]>();
  const calls = new Map<SessionId, EffectId>();
  const lessonsOf = (sessionId: SessionId): readonly EventOf<"server.learned">[] =>
    lessons.get(serverOf(sessionId, models)) ?? [];
  for (const event of log) {
    switch (event.type) {
      case "server.learned":
        lessons.set(serverOf(event.sessionId, models), [...lessonsOf(event.sessionId), event]);
        break;
      case "model.started": {
        const { sessionId } = event.unit;
        calls.set(sessionId, event.seq);
        const grants = lessonsOf(sessionId).flatMap(({ traits }) => traits.maxOutputTokens ?? []);
        const granted = grants.at(-1);
        if (granted === undefined) break;
        exercise();
        if (event.maxOutputTokens > granted)
          breach(
            `event ${event.seq}: ${sessionId} asks for ${event.maxOutputTokens} tokens of a server that grants ${granted}`,
          );
        break;
      }
      case "session.failed": {
        const { sessionId, failure } = event;
        if (failure.teaches === undefined) break;
        exercise();
        const said = canonicalJson(failure.teaches);
        const sentSeq = calls.get(sessionId) ?? 0;
        const own = lessonsOf(sessionId).filter((one) => one.sessionId === sessionId);
        const wasKnown = lessonsOf(sessionId).some(
          ({ seq, traits }) => seq < sentSeq && canonicalJson(traits) === said,
        );
        if (!wasKnown && own.length < lessonsMax)
          breach(
            `event ${event.seq}: ${sessionId} fails for a refusal that says how to ask, which was not known when it asked`,
          );
        break;
      }
      default:
    }
  }
}

function serverOf(sessionId: SessionId, models: Settings["models"]): string {
  const tier = sessionId.split(":")[0] as keyof Settings["models"];
  const { provider, model, baseUrl } = models[tier];
  return [provider, model, baseUrl].join(" ");
}
