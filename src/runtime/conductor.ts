import { decide } from "../core/decide.ts";
import type { Effect } from "../core/effect.ts";
import type { Event, EventBody, RunOutcome } from "../core/event.ts";
import type { Failure } from "../core/failure.ts";
import type { EffectId } from "../core/ids.ts";
import type { Input } from "../core/input.ts";
import { plan } from "../core/plan.ts";
import type { Answer } from "../core/gates/popup.ts";
import type { Intervention } from "../core/interventions/intervention.ts";
import { pursue } from "../core/pursue/pursue.ts";
import { fold, reduce } from "../core/reduce/reduce.ts";
import type { State } from "../core/state.ts";
import { touchedBy } from "../core/subject.ts";
import type { Edges } from "../ports.ts";
import { newAgenda } from "./agenda.ts";
import { deliver, type LostSubscriber } from "./delivery.ts";
import { executeEffect } from "./execute-effect.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** A run under way. */
export interface Conducted {
  /** The log so far, in memory. */
  readonly log: readonly Event[];
  /** The state so far. Callers must not change it. */
  state(): Readonly<State> | null;
  /** Answers a popup without the approver. */
  answer(answer: Answer): void;
  /** Takes in what a person says without being asked. */
  intervene(intervention: Intervention): void;
  /** Aborts everything in flight and ends the run as interrupted. */
  interrupt(): void;
  readonly finished: Promise<Finished>;
}

export interface Finished {
  readonly outcome: RunOutcome;
  readonly failure: Failure | null;
  readonly lostSubscribers: readonly LostSubscriber[];
}

/** How a run begins: as a new one, or resumed from the log of an earlier process. */
export type Beginning =
  | (Extract<Input, { type: "start" }> & { readonly log?: undefined })
  | (Extract<Input, { type: "resume" | "retry" }> & { readonly log: readonly Event[] });

/** How long an interrupt waits for effects in flight to end, before and after the run's last event. */
const letGoMs = 350;
/** No input causes this many events, unless the core loops for ever. */
const eventsPerInputMax = 10_000_000;

/**
 * The one loop. Inputs go through one mailbox, one at a time. Each is decided; the events are appended, reduced and
 * delivered; the subjects that they touch are pursued, which makes more events; then the planned effects are
 * executed, each once its intent is on disk.
 */
export function conduct(edges: Edges, beginning: Beginning): Conducted {
  const { clock, store, approver } = edges;
  const log: Event[] = [...(beginning.log ?? [])];
  let state = fold(log);
  const delivery = deliver(log, edges.subscribers, clock);
  const agenda = newAgenda();
  const mailbox: Input[] = [];
  const executing = new Map<EffectId, { abort: AbortController; done: Promise<void> }>();
  const finish = Promise.withResolvers<Finished>();
  const over = new AbortController();
  let busy = false;
  let isBroken = false;
  let storeIsBroken = false;
  let caused = 0;

  function take(input: Input): void {
    if (isBroken) return;
    mailbox.push(input);
    if (busy) return;
    busy = true;
    try {
      for (let next = mailbox.shift(); next !== undefined; next = mailbox.shift()) step(next);
    } catch (error) {
      // Only a bug can lead here. The run stops, and its log can be resumed.
      isBroken = true;
      abortAll(error);
      finish.reject(error);
    } finally {
      busy = false;
    }
  }

  function step(input: Input): void {
    // A resumed run may have ended before, and may end again within this step.
    const isBeginning = input.type === "resume" || input.type === "retry";
    const wasEnded = !isBeginning && state?.ended != null;
    if (wasEnded) return;
    const begin = log.length;
    const effects: Effect[] = [];
    caused = 0;
    commit(decide(state, input), effects);
    for (let subject = agenda.next(); subject !== null; subject = agenda.next()) {
      commit(pursue(state!, subject), effects);
    }
    if (log.length === begin) return;
    const news = log.slice(begin);
    store.append(news);
    delivery.notify();
    for (const event of news) settleEdges(event);
    if (input.type !== "deltas") abortSettled();
    if (effects.length > 0) void executeDurably(effects);
    if (state!.ended !== null) void end(state!.ended);
    else assertAlive();
  }

  function commit(bodies: readonly EventBody[], effects: Effect[]): void {
    for (const body of bodies) {
      if (++caused > eventsPerInputMax) throw new Error(`Livelock: ${body.type} again and again.`);
      const event: Event = { ...body, seq: log.length + 1, atMs: clock.nowMs() };
      log.push(event);
      state = reduce(state, event);
      if (event.type === "stream.deltas") continue;
      for (const subject of touchedBy(state, event)) agenda.add(subject);
      agenda.lookAtRun();
      const effect = plan(state, event);
      if (effect !== null) effects.push(effect);
    }
  }

  function settleEdges(event: Event): void {
    if (event.type === "popup.decided" || event.type === "popup.expired") {
      approver.close(event.popupId);
    }
    if (event.type === "run.interrupted") {
      abortAll(new Error("the run was interrupted"));
      giveUpIn(letGoMs);
    }
  }

  /** Aborts effects that were settled by something else: a discarded stream, a decided popup. */
  function abortSettled(): void {
    for (const [id, { abort }] of executing) {
      if (!state!.unsettled.has(id) && !abort.signal.aborted) abort.abort(noLongerWanted);
    }
  }

  async function executeDurably(effects: readonly Effect[]): Promise<void> {
    try {
      await store.flush();
    } catch (error) {
      storeIsBroken = true;
      take({ type: "store-failed", message: errorMessage(error) });
      return;
    }
    for (const effect of effects) {
      if (!state!.unsettled.has(effect.id)) continue;
      if (state!.interrupted || state!.ended !== null) {
        take({ type: "failed", effectId: effect.id, failure: cancelled });
        continue;
      }
      const abort = new AbortController();
      const done = executeEffect(effect, {
        edges,
        signal: abort.signal,
        take,
        state: () => state!,
      });
      executing.set(effect.id, { abort, done });
      void done.finally(() => executing.delete(effect.id));
    }
  }

  function abortAll(reason: unknown): void {
    for (const { abort } of executing.values()) abort.abort(reason);
  }

  function giveUpIn(ms: number): void {
    void waitFor(ms).then(
      () => take({ type: "give-up" }),
      // The run has ended in time.
      () => {},
    );
  }

  async function waitFor(ms: number): Promise<void> {
    await clock.until(clock.nowMs() + ms, over.signal);
  }

  /** Asserts that an effect is in flight or a popup is open: otherwise the run would hang for ever. */
  function assertAlive(): void {
    if (state!.unsettled.size > 0 || state!.openPopups.size > 0) return;
    throw new Error("Deadlock: nothing is under way, no popup is open, and the run has not ended.");
  }

  async function end({ outcome, failure }: NonNullable<State["ended"]>): Promise<void> {
    abortAll(new Error("the run has ended"));
    for (const id of state!.openPopups.keys()) approver.close(id);
    const leftovers = [...executing.values()].map(({ done }) => done);
    if (leftovers.length > 0) await Promise.race([Promise.all(leftovers), waitFor(letGoMs)]);
    over.abort(new Error("the run has ended"));
    let ending = { outcome, failure };
    if (!storeIsBroken) {
      try {
        await store.flush();
      } catch (error) {
        const message = errorMessage(error);
        ending = { outcome: "waiting", failure: { code: "store-failed", message } };
      }
    }
    finish.resolve({ ...ending, lostSubscribers: await delivery.drain() });
  }

  const { log: _, ...first } = beginning;
  take(first);
  return {
    log,
    state: () => state,
    answer: (answer) => take({ type: "answer", answer }),
    intervene: (intervention) => take({ type: "intervene", intervention }),
    interrupt: () => take({ type: "interrupt" }),
    finished: finish.promise,
  };
}

/** One shared error: making one for each aborted effect would cost more than the effect. */
const noLongerWanted = new Error("no longer wanted");

const cancelled: Failure = { code: "cancelled", message: "the run was interrupted" };
