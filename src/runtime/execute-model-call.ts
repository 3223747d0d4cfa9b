import { shellCallsOf } from "../core/reply/draft.ts";
import type { Delta, StopReason } from "../core/reply/delta.ts";
import type { Effect } from "../core/effect.ts";
import type { EffectId } from "../core/ids.ts";
import type { State } from "../core/state.ts";
import type { Usage } from "../core/ledger/usage.ts";
import type { ProviderEvent, Workspace } from "../ports.ts";
import type { EffectContext } from "./effect-context.ts";

/**
 * Streams one call: each batch is one input. A stream that is silent for too long is given up; so is, after
 * several times as long, one that brings pings and nothing else.
 */
export async function executeModelCall(
  effect: Extract<Effect, { type: "model" }>,
  context: EffectContext,
): Promise<void> {
  const { edges, take } = context;
  const watch = watchForStall(effect, context);
  try {
    for await (const batch of edges.provider.stream(effect.request, watch.signal, watch.alive)) {
      watch.brings();
      const end = takeDeltas(effect.id, batch, take);
      if (end === null) continue;
      if (end.type === "completed") {
        const commandParts = await partsOfCommands(context.state(), effect.id, edges.workspace);
        return complete(effect.id, end.stopReason, commandParts, context);
      }
      const message = watch.stalled();
      const failure = message === null ? end.failure : ({ code: "stalled", message } as const);
      return take({ type: "failed", effectId: effect.id, failure });
    }
    const message = "the provider's stream ended without saying how";
    take({ type: "failed", effectId: effect.id, failure: { code: "stream-cut", message } });
  } finally {
    watch.stop();
  }
}

function complete(
  effectId: EffectId,
  stopReason: StopReason,
  commandParts: Record<string, readonly string[] | null>,
  { take }: EffectContext,
): void {
  take({ type: "model-completed", effectId, stopReason, commandParts });
}

/** Takes a batch's deltas and its last usage as inputs; returns how the stream ended, where the batch says so. */
function takeDeltas(
  effectId: EffectId,
  batch: readonly ProviderEvent[],
  take: EffectContext["take"],
): Extract<ProviderEvent, { type: "completed" | "failed" }> | null {
  const deltas: Delta[] = [];
  let usage: Usage | null = null;
  let end: Extract<ProviderEvent, { type: "completed" | "failed" }> | null = null;
  for (const event of batch) {
    if (event.type === "delta") deltas.push(event.delta);
    else if (event.type === "usage") usage = event.usage;
    else end = event;
  }
  if (deltas.length > 0 || usage !== null) take({ type: "deltas", effectId, deltas, usage });
  return end;
}

/** Has the workspace parse the shell commands of a reply into parts, because rules judge each part. */
async function partsOfCommands(
  state: State,
  effectId: EffectId,
  workspace: Workspace,
): Promise<Record<string, readonly string[] | null>> {
  const parts: Record<string, readonly string[] | null> = {};
  const intent = state.unsettled.get(effectId);
  if (intent?.type !== "model.started") return parts;
  const phase = state.sessions.get(intent.unit.sessionId)?.phase;
  if (phase?.type !== "calling") return parts;
  for (const { callId, command } of shellCallsOf(phase.draft)) {
    parts[callId] = await workspace.commandParts(command);
  }
  return parts;
}

interface Watch {
  readonly signal: AbortSignal;
  /** A sign of life. */
  alive(): void;
  /** A part of the reply, which is one too. */
  brings(): void;
  /** Why the stream was given up; `null`: it was not. */
  stalled(): string | null;
  stop(): void;
}

/** DeepSeek sends comments for up to ten minutes while a request waits for its turn. */
const pingsFactor = 5;

/** Shared: nobody reads it, and one a call would cost more than the timer that it stops. */
const callHasEnded = new Error("the call has ended");

/** One timer a call, set anew only when it fires: a stream may bring thousands of batches a second. */
function watchForStall(
  { stallTimeoutMs: timeoutMs, timeLeftMs }: Extract<Effect, { type: "model" }>,
  { edges: { clock }, signal }: EffectContext,
): Watch {
  const stall = new AbortController();
  const over = new AbortController();
  let aliveMs = clock.nowMs();
  let broughtMs = aliveMs;
  let message: string | null = null;
  const timeIsUpAtMs = timeLeftMs === null ? Infinity : aliveMs + timeLeftMs;
  const dueAtMs = (): number =>
    Math.min(timeIsUpAtMs, aliveMs + timeoutMs, broughtMs + timeoutMs * pingsFactor);
  void wait();
  async function wait(): Promise<void> {
    try {
      for (;;) {
        const due = dueAtMs();
        await clock.until(due, over.signal);
        if (dueAtMs() > due) continue;
        const isSilent = due === aliveMs + timeoutMs;
        message = isSilent
          ? `nothing came for ${timeoutMs / 1000} s`
          : due === timeIsUpAtMs
            ? "it went on until the time budget was used up"
            : `nothing but signs of life came for ${(timeoutMs * pingsFactor) / 1000} s`;
        stall.abort(new Error("stalled"));
        return;
      }
    } catch {
      // Aborted: the call has ended.
    }
  }
  return {
    signal: AbortSignal.any([signal, stall.signal]),
    alive: () => {
      aliveMs = clock.nowMs();
    },
    brings: () => {
      broughtMs = clock.nowMs();
      aliveMs = broughtMs;
    },
    stalled: () => (stall.signal.aborted && !signal.aborted ? message : null),
    stop: () => over.abort(callHasEnded),
  };
}
