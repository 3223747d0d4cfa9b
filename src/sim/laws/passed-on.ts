import type { Event, EventOf } from "../../core/event.ts";
import { sessionIdOf, type SessionId } from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import type { Findings } from "./verdict.ts";

/**
 * Words that are meant for a model reach it: a person's reason for rejecting its call, its plan or its leftovers, the
 * problems of its plan, QA's note on a failed check, the answer to its question, and the note that a person edited its call.
 * A person's reason for ending a ticket becomes the ticket's failure, and a popup about a failure shows that failure.
 */
export function checkPassedOn(log: readonly Event[], { exercise, breach }: Findings): void {
  const first = log[0];
  if (first?.type !== "run.started") return;
  const { prompts } = first.settings;
  /** By call or session: words that the next event about it must contain. */
  const owed = new Map<string, Owed[]>();
  const owe = (to: string, ...words: Owed[]): void => {
    owed.set(to, [...(owed.get(to) ?? []), ...words.filter(({ text }) => text !== "")]);
  };
  const settle = (to: string, text: string, { seq }: Event): void => {
    for (const { what, text: said } of owed.get(to) ?? []) {
      exercise();
      if (!text.includes(said)) breach(`event ${seq}: ${to} does not hear ${what}`);
    }
    owed.delete(to);
  };
  /** The gates of a ticket at which a person gave a reason that has not been passed on yet. */
  const owedAt = (kind: RegExp, ticketId: string): readonly string[] =>
    [...owed.keys()].filter((gate) => {
      const [of = "", name] = gate.split(":");
      return kind.test(of) && name === ticketId;
    });
  /** Calls whose result is a person's: an answered question, or a call in doubt that happened. */
  const vouched = new Set<string>();
  const drafts = new Map<SessionId, string>();
  const reports = new Map<SessionId, string>();
  const planners = new Map<string, SessionId>();
  for (const event of log) {
    switch (event.type) {
      case "popup.opened": {
        const { id, kind, trackId } = event.popup;
        if (kind === "tracks" || kind === "tickets") planners.set(id, plannerOf(trackId));
        if (kind === "spawn" && "prompt" in event.popup.payload)
          settle(`the worker of ${event.popup.ticketId}`, event.popup.payload.prompt, event);
        if (kind === "merge" && event.popup.payload.failedCheck !== undefined)
          settle(
            `who decides on ${event.popup.ticketId}`,
            event.popup.payload.failedCheck.output,
            event,
          );
        break;
      }
      case "rule.applied":
        if (event.subject.kind === "spawn")
          settle(`the worker of ${event.ticketId}`, event.subject.payload.prompt, event);
        break;
      case "popup.decided": {
        const { decision, popupId } = event;
        if (decision.type === "answer" || decision.type === "happened")
          vouched.add(/^[\w-]+:(.+:\d+\.\d+\.\d+)/.exec(popupId)?.[1] ?? "");
        if (decision.type === "edit") owe(`the edited ${popupId}`, edited);
        if (decision.type === "answer") owe(popupId, { what: "the answer", text: decision.text });
        if (decision.type !== "reject") break;
        const why = { what: "why a person rejected it", text: decision.reason.trim() };
        owe(planners.get(popupId) ?? popupId, why);
        break;
      }
      case "tool.ended":
        if (event.effectId === null && event.isError && vouched.has(placeOf(event)))
          breach(`event ${event.seq}: ${placeOf(event)} was answered, and is told as an error`);
        if (event.effectId === null && !event.isError && !vouched.has(placeOf(event)))
          breach(`event ${event.seq}: ${placeOf(event)} was not made, and is told as a success`);
        if (event.effectId !== null) {
          settle(`the edited tool:${placeOf(event)}`, event.text, event);
          break;
        }
        for (const kind of ["tool", "question"])
          settle(`${kind}:${placeOf(event)}`, event.text, event);
        break;
      case "plan.refused":
        if (holds(prompts, "repair", "problems"))
          owe(
            plannerOf(event.trackId),
            ...event.problems.map((text) => ({ what: "what is wrong with its plan", text })),
          );
        break;
      case "message.added":
        settle(
          event.sessionId,
          event.message.content
            .flatMap((one) => (one.type === "text" ? [one.text] : []))
            .join("\n"),
          event,
        );
        break;
      case "model.started":
        drafts.set(event.unit.sessionId, "");
        break;
      case "stream.deltas": {
        const { sessionId } = event.unit;
        const said = event.deltas
          .map((delta) => (delta.type === "text" ? delta.text : ""))
          .join("");
        drafts.set(sessionId, (drafts.get(sessionId) ?? "") + said);
        break;
      }
      case "stream.completed":
        reports.set(event.unit.sessionId, drafts.get(event.unit.sessionId) ?? "");
        break;
      case "session.failed":
        reports.delete(event.sessionId);
        break;
      case "attempt.failed": {
        const worker = `the worker of ${event.ticketId}`;
        owed.delete(worker);
        const said = reports.get(`tier4:${event.ticketId}:${event.attempt}` as SessionId);
        if (event.failure.code === "check-failed" && said !== undefined) {
          owe(`the note on ${event.ticketId}`, { what: "what QA says", text: said.trim() });
          settle(`the note on ${event.ticketId}`, event.note, event);
        }
        if (holds(prompts, "ticket", "note"))
          owe(worker, { what: "the note on the attempt before", text: event.note });
        break;
      }
      case "check.ended": {
        const who = `who decides on ${event.ticketId}`;
        owed.delete(who);
        if (!event.passed) owe(who, { what: "what the check printed", text: event.output });
        break;
      }
      case "leftovers.returned": {
        const [gate] = owedAt(/^leftovers$/, event.ticketId);
        const said = event.message.content.map((one) => (one.type === "text" ? one.text : ""));
        if (gate !== undefined) settle(gate, said.join("\n"), event);
        break;
      }
      case "ticket.failed":
        // A person gave the ticket up in the meantime, and the failure says that instead.
        if (event.failure.code === "aborted") break;
        for (const gate of owedAt(/^(spawn|step|merge|check)$/, event.ticketId))
          settle(gate, event.failure.message, event);
        break;
      case "ticket.retried": {
        const worker = `the worker of ${event.ticketId}`;
        owed.delete(worker);
        if (holds(prompts, "ticket", "note"))
          owe(worker, { what: "the note on its retry", text: event.note });
        break;
      }
      default:
    }
  }
}

interface Owed {
  readonly what: string;
  readonly text: string;
}

const edited: Owed = { what: "that a person edited it", text: "A person edited this call" };

const plannerOf = (trackId: EventOf<"plan.refused">["trackId"]): SessionId =>
  sessionIdOf(trackId === null ? { tier: "tier1" } : { tier: "tier2", trackId });

/** The part of a gate's id that says which call waits at it. */
function placeOf({ sessionId, turn, index }: EventOf<"tool.ended">): string {
  const [, ticketId, attempt] = sessionId.split(":");
  return `${ticketId}:${attempt}.${turn}.${index}`;
}

/** Whether a prompt, which the user may have replaced, has this placeholder. */
const holds = (prompts: Settings["prompts"], prompt: "repair" | "ticket", place: string): boolean =>
  prompts[prompt].includes(`{{${place}}}`);
