import type { Event } from "../../../core/event.ts";
import type { SessionId } from "../../../core/ids.ts";
import type { Settings } from "../../../core/settings.ts";
import type { Findings } from "../verdict.ts";
import { planningSession, wordsOfMessage } from "./model-words.ts";
import { newWordsOwed } from "./words-owed.ts";

/**
 * What the run finds out reaches whom it concerns: a planner hears what is wrong with its plan, the next worker of a ticket
 * hears the note on the attempt before, that note holds what QA says or why the worker ended early, a retry holds it still, and a person who decides on a merge that fails its
 * check sees what the check printed.
 */
export function checkNotes(log: readonly Event[], findings: Findings): void {
  const first = log[0];
  if (first?.type !== "run.started") return;
  const { prompts } = first.settings;
  const words = newWordsOwed(findings);
  const reports = newReports();
  /** Why workers ended before they had reported. */
  const early = new Map<SessionId, string>();
  for (const event of log) {
    reports.take(event);
    switch (event.type) {
      case "popup.opened": {
        const { popup } = event;
        if (popup.kind === "spawn")
          words.settle(workerOf(popup.ticketId), popup.payload.prompt, event);
        if (popup.kind === "merge" && popup.payload.failedCheck !== undefined)
          words.settle(deciderOn(popup.ticketId), popup.payload.failedCheck.output, event);
        break;
      }
      case "rule.applied":
        if (event.subject.kind === "spawn" && event.ticketId !== null)
          words.settle(workerOf(event.ticketId), event.subject.payload.prompt, event);
        break;
      case "session.failed":
        early.set(event.sessionId, event.failure.message);
        break;
      case "plan.refused":
        if (holds(prompts, "repair", "problems"))
          words.owe(
            planningSession(event.trackId),
            ...event.problems.map((text) => ({ what: "what is wrong with its plan", text })),
          );
        break;
      case "message.added":
        words.settle(event.sessionId, wordsOfMessage(event.message), event);
        break;
      case "attempt.failed": {
        const worker = workerOf(event.ticketId);
        words.drop(worker);
        const place = `${event.ticketId}:${event.attempt}`;
        const said = reports.of(`tier4:${place}` as SessionId);
        const end = early.get(`tier3:${place}` as SessionId);
        const noted = `the note on ${event.ticketId}`;
        if (event.failure.code === "check-failed" && said !== undefined)
          words.owe(noted, { what: "what QA says", text: said.trim() });
        if (end !== undefined) words.owe(noted, { what: "why its worker ended early", text: end });
        words.settle(noted, event.note, event);
        const note = { what: "the note on the attempt before", text: event.note };
        words.drop(retryOf(event.ticketId));
        words.owe(retryOf(event.ticketId), note);
        if (holds(prompts, "ticket", "note")) words.owe(worker, note);
        break;
      }
      case "ticket.failed":
        words.owe(retryOf(event.ticketId), { what: "why it failed", text: event.failure.message });
        break;
      case "ticket.retried": {
        const worker = workerOf(event.ticketId);
        words.drop(worker);
        words.settle(retryOf(event.ticketId), event.note, event);
        if (holds(prompts, "ticket", "note"))
          words.owe(worker, { what: "the note on its retry", text: event.note });
        break;
      }
      case "check.ended": {
        const who = deciderOn(event.ticketId);
        words.drop(who);
        if (!event.passed) words.owe(who, { what: "what the check printed", text: event.output });
        break;
      }
      default:
    }
  }
}

const retryOf = (ticketId: string): string => `the retry of ${ticketId}`;
const workerOf = (ticketId: string): string => `the worker of ${ticketId}`;
const deciderOn = (ticketId: string): string => `who decides on ${ticketId}`;

/** Whether a prompt, which the user may have replaced, has this placeholder. */
const holds = (prompts: Settings["prompts"], prompt: "repair" | "ticket", place: string): boolean =>
  prompts[prompt].includes(`{{${place}}}`);

/** The text of each session's last completed reply; none once the session has failed. */
function newReports() {
  const drafts = new Map<SessionId, string>();
  const reports = new Map<SessionId, string>();
  return {
    of: (sessionId: SessionId) => reports.get(sessionId),
    take(event: Event): void {
      switch (event.type) {
        case "model.started":
          drafts.set(event.unit.sessionId, "");
          break;
        case "stream.deltas": {
          const { sessionId } = event.unit;
          const said = event.deltas.map((delta) => (delta.type === "text" ? delta.text : ""));
          drafts.set(sessionId, (drafts.get(sessionId) ?? "") + said.join(""));
          break;
        }
        case "stream.completed":
          reports.set(event.unit.sessionId, drafts.get(event.unit.sessionId) ?? "");
          break;
        case "session.failed":
          reports.delete(event.sessionId);
          break;
        default:
      }
    },
  };
}
