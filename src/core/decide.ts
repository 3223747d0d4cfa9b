import { promptTokensOf } from "./window/context-account.ts";
import { conclude } from "./reply/draft.ts";
import { type Event, type EventBody, type EventOf, schemaVersion } from "./event.ts";
import type { Failure } from "./failure.ts";
import type { EffectId } from "./ids.ts";
import type { Input } from "./input.ts";
import { decideAnswer } from "./gates/decide-answer.ts";
import { decideIntervention } from "./interventions/decide-intervention.ts";
import { outputLimitOf } from "./server-knowledge.ts";
import { retried } from "./retry.ts";
import { callOf } from "./reduce/calls.ts";
import { repeatsDefault, repetitionNote, timesOf } from "./tools/repetition.ts";
import type { SessionState, State } from "./state.ts";

/**
 * What an input means, as events. What follows from them is decided by `pursue`. The outcome of an effect counts
 * only while the effect is unsettled: that of a cancelled one changes nothing.
 */
export function decide(state: State | null, input: Input): readonly EventBody[] {
  if (input.type === "start") {
    if (state !== null) throw new Error("This run has been started already.");
    const { runId, epic, settings } = input;
    return [{ type: "run.started", schema: schemaVersion, runId, epic, settings }];
  }
  if (state === null) throw new Error(`A run cannot begin with ${input.type}.`);
  if (input.type === "resume") return resumed(state);
  if (input.type === "retry") return [...resumed(state), ...retried(state, input)];
  if (state.ended !== null && !isHeardAtRest(state, input)) return [];
  switch (input.type) {
    case "interrupt":
      return state.interrupted
        ? []
        : [{ type: "run.interrupted" }, ...discardCalls(state, "cancelled")];
    case "give-up":
      return [{ type: "run.ended", outcome: "interrupted", failure: null }];
    case "store-failed": {
      const failure: Failure = { code: "store-failed", message: input.message };
      return [{ type: "run.ended", outcome: "waiting", failure }];
    }
    case "answer":
      return decideAnswer(state, input.answer);
    case "intervene":
      return decideIntervention(state, input.intervention);
    default:
      return state.unsettled.has(input.effectId) ? settle(state, input) : [];
  }
}

const resumed = (state: State): readonly EventBody[] => [
  { type: "run.resumed" },
  ...discardCalls(state, "crashed"),
];

/** While a run waits for its resume, a person may decide what is open, and say something. */
function isHeardAtRest({ ended }: State, { type }: Input): boolean {
  const goesOn = ended?.outcome === "waiting" || ended?.outcome === "interrupted";
  return goesOn && (type === "answer" || type === "intervene");
}

type Outcome = Extract<Input, { effectId: EffectId }>;

function settle(state: State, input: Outcome): readonly EventBody[] {
  const intent = state.unsettled.get(input.effectId)!;
  const { effectId } = input;
  switch (input.type) {
    case "failed":
      return failed(state, intent, input);
    case "shown": {
      const { popupId, attended } = input;
      return [{ type: "popup.shown", effectId, popupId, attended }];
    }
    case "deltas": {
      const { unit } = intent as EventOf<"model.started">;
      const { deltas, usage } = input;
      return [{ type: "stream.deltas", effectId, unit, deltas, usage }];
    }
    case "model-completed": {
      const { unit, address } = intent as EventOf<"model.started">;
      const { phase } = state.sessions.get(unit.sessionId)!;
      if (phase.type !== "calling") return [];
      const { tier } = address;
      const conclusion = conclude(phase.draft, {
        stopReason: input.stopReason,
        tier,
        maxOutputTokens: outputLimitOf(state, tier),
      });
      if (!conclusion.ok) {
        return [{ type: "stream.discarded", effectId, unit, failure: conclusion.failure }];
      }
      const { stopReason, commandParts } = input;
      return [
        { type: "stream.completed", effectId, unit, stopReason, commandParts },
        ...cutPrompt(state.sessions.get(unit.sessionId)!, intent as EventOf<"model.started">),
      ];
    }
    case "surveyed": {
      const { files, documents } = input;
      return [{ type: "survey.ended", effectId, files, documents }];
    }
    case "prepared": {
      const { ticketId } = intent as EventOf<"preparation.started">;
      const { documents, skeletons } = input;
      return [{ type: "preparation.ended", effectId, ticketId, documents, skeletons }];
    }
    case "tool-ended":
      return toolEnded(state, intent as EventOf<"tool.started">, input);
    case "checked": {
      const { ticketId } = intent as EventOf<"check.started">;
      const { passed, output, elsewhere } = input;
      const ways = elsewhere === undefined ? {} : { elsewhere };
      return [{ type: "check.ended", effectId, ticketId, passed, output, ...ways }];
    }
    case "committed": {
      const { ticketId } = intent as EventOf<"commit.started">;
      const { commit, leftovers } = input;
      const left = leftovers.length > 0 ? { leftovers } : {};
      return [{ type: "commit.ended", effectId, ticketId, commit, ...left }];
    }
    case "compared": {
      const { ticketId } = intent as EventOf<"comparison.started">;
      const { conflicts, moved } = input;
      return [{ type: "comparison.ended", effectId, ticketId, conflicts, moved }];
    }
    case "merged": {
      const { ticketId } = intent as EventOf<"merge.started">;
      return [{ type: "merge.ended", effectId, ticketId, head: input.head }];
    }
    case "timer-fired": {
      const { purpose } = intent as EventOf<"timer.started">;
      const ended: EventBody = { type: "timer.ended", effectId, purpose };
      return purpose.type === "expiry" && state.openPopups.has(purpose.popupId)
        ? [ended, { type: "popup.expired", popupId: purpose.popupId }]
        : [ended];
    }
  }
}

/** How often in a row the call has brought this result; `null` while that is not too often. */
function repeatsOf(
  state: State,
  at: EventOf<"tool.started">,
  result: { readonly text: string; readonly isError: boolean },
): number | null {
  const call = callOf(state, at)?.call;
  if (call === undefined) return null;
  const times = timesOf(state.sessions.get(at.sessionId)!.repetition, call, result);
  return times >= (state.settings.repeats ?? repeatsDefault) ? times : null;
}

/** Only a count that is this much below the estimate, and below half of it, is taken for a cut prompt. */
const missedTokensMin = 4_000;

/** Ollama cuts a prompt at its `num_ctx` without saying so: only the count of tokens that it reports shows it. */
function cutPrompt(
  session: SessionState,
  { unit }: EventOf<"model.started">,
): readonly EventBody[] {
  const { phase } = session;
  const usage = phase.type === "calling" ? phase.draft.usage : null;
  const reportedTokens = usage === null ? 0 : promptTokensOf(usage);
  const { promptTokens: estimatedTokens } = session;
  const missed = estimatedTokens - reportedTokens;
  const isCut = reportedTokens > 0 && missed > missedTokensMin && missed > reportedTokens;
  // Once the session has left something out, its estimate no longer describes what was sent.
  if (!isCut || session.isCutTold || session.context.drops.resultsThrough > 0) return [];
  const { sessionId, turn } = unit;
  return [{ type: "prompt.cut", sessionId, turn, estimatedTokens, reportedTokens }];
}

/** Calls to models that were in flight are ended: their next try starts clean. */
function discardCalls(state: State, code: "crashed" | "cancelled"): readonly EventBody[] {
  const events: EventBody[] = [];
  for (const intent of [...state.unsettled.values(), ...state.abandoned.values()]) {
    if (intent.type !== "model.started") continue;
    const message = code === "crashed" ? "the process ended" : "the run was interrupted";
    const { unit, seq } = intent;
    events.push({ type: "stream.discarded", effectId: seq, unit, failure: { code, message } });
  }
  return events;
}

/**
 * The end of a call, in the words that its model reads: its result, with a note where a person edited the call, and
 * one where the same call has brought the same result too often.
 */
function toolEnded(
  state: State,
  intent: EventOf<"tool.started">,
  { text, isError }: { readonly text: string; readonly isError: boolean },
): readonly EventBody[] {
  const { seq: effectId, sessionId, turn, index, callId, input, gate } = intent;
  const isEdited = state.gates.get(gate)?.decision?.type === "edit";
  const edit = `A person edited this call; what ran is ${JSON.stringify(input)}.\n`;
  const result = { text: `${isEdited ? edit : ""}${text}`, isError };
  const times = repeatsOf(state, intent, result);
  const place = { sessionId, turn, index, callId };
  if (times === null) return [{ type: "tool.ended", effectId, ...place, ...result }];
  return [
    {
      type: "tool.ended",
      effectId,
      ...place,
      ...result,
      text: result.text + repetitionNote(times),
    },
    { type: "call.repeated", ...place, times },
  ];
}

function failed(
  state: State,
  intent: Event,
  { effectId, failure }: Extract<Input, { type: "failed" }>,
): readonly EventBody[] {
  if (intent.type === "model.started") {
    return [{ type: "stream.discarded", effectId, unit: intent.unit, failure }];
  }
  if (failure.code === "cancelled") return [{ type: "effect.abandoned", effectId }];
  if (intent.type === "popup.asked") {
    return [{ type: "popup.shown", effectId, popupId: intent.popupId, attended: false }];
  }
  if (intent.type === "tool.started" && failure.code === "tool-failed")
    return toolEnded(state, intent, { text: failure.message, isError: true });
  return [{ type: "effect.failed", effectId, failure }];
}
