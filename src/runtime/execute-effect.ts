import { assertNever } from "../core/assert-never.ts";
import type { Effect } from "../core/effect.ts";
import { isOfTheMachine, isTreeLost } from "../core/trouble.ts";
import type { Failure } from "../core/failure.ts";
import type { Input } from "../core/input.ts";
import type { ToolOutcome } from "../ports.ts";
import { executeModelCall } from "./execute-model-call.ts";
import type { EffectContext } from "./effect-context.ts";
import { withTimeLimit } from "./with-time-limit.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** Executes one effect through its port. The outcome is taken as an input; the promise never rejects. */
export async function executeEffect(effect: Effect, context: EffectContext): Promise<void> {
  try {
    await executeThroughPort(effect, context);
  } catch (error) {
    context.take({
      type: "failed",
      effectId: effect.id,
      failure: failureOf(effect, error, context.signal),
    });
  }
}

async function executeThroughPort(effect: Effect, context: EffectContext): Promise<void> {
  const { edges, signal, take } = context;
  const { workspace, clock } = edges;
  const inTime = <Result>(action: (signal: AbortSignal) => Promise<Result>) =>
    withinLimit(context, action);
  const effectId = effect.id;
  switch (effect.type) {
    case "model":
      return executeModelCall(effect, context);
    case "survey":
      return take({ type: "surveyed", effectId, ...(await inTime(workspace.survey)) });
    case "prepare":
      return take({
        type: "prepared",
        effectId,
        ...(await inTime((limited) => workspace.prepare(effect, limited))),
      });
    case "tool":
      return take({ type: "tool-ended", effectId, ...(await runTool(effect, context)) });
    case "check": {
      const printed: string[] = [];
      const outcome = await withTimeLimit(clock, effect.timeoutMs, signal, async (limited) => {
        const checked = await workspace.check(effect, limited);
        printed.push(checked.output);
        return checked;
      });
      const late = { passed: false, output: [...printed, lateText(effect.timeoutMs)].join("\n") };
      // A check that an interrupt killed proves nothing: a resume runs it again.
      if (outcome === "late" || !outcome.passed) signal.throwIfAborted();
      return take({ type: "checked", effectId, ...(outcome === "late" ? late : outcome) });
    }
    case "commit": {
      const committed = await inTime((limited) =>
        workspace.commit(effect.ticketId, effect.message, limited),
      );
      return take({ type: "committed", effectId, ...committed });
    }
    case "compare": {
      const comparison = await inTime((limited) =>
        workspace.compare(effect.ticketId, effect.commit, limited),
      );
      return take({ type: "compared", effectId, ...comparison });
    }
    case "merge": {
      const head = await inTime((limited) => workspace.merge(effect, limited));
      return take({ type: "merged", effectId, head });
    }
    case "ask": {
      const { popup } = effect;
      const submit = (answer: Extract<Input, { type: "answer" }>["answer"]) =>
        take({ type: "answer", answer });
      const attended = await edges.approver.show(popup, submit);
      return take({ type: "shown", effectId, popupId: popup.id, attended });
    }
    case "timer":
      await clock.until(effect.dueAtMs, signal);
      return take({ type: "timer-fired", effectId });
    default:
      return assertNever(effect);
  }
}

/** Git on a large repository and a slow setup command get this many times the limit of a tool. */
const plumbingFactor = 5;

async function withinLimit<Result>(
  { edges, signal, state }: EffectContext,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timeoutMs = state().settings.toolTimeoutMs * plumbingFactor;
  const result = await withTimeLimit(edges.clock, timeoutMs, signal, action);
  if (result === "late") throw new Error(lateText(timeoutMs));
  return result;
}

async function runTool(
  effect: Extract<Effect, { type: "tool" }>,
  { edges, signal }: EffectContext,
): Promise<ToolOutcome> {
  const printed: string[] = [];
  const outcome = await withTimeLimit(edges.clock, effect.timeoutMs, signal, async (limited) => {
    const ended = await edges.workspace.runTool(effect.ticketId, effect.call, limited);
    printed.push(ended.text);
    return ended;
  });
  // A call that an interrupt cut short has no outcome: a resume asks the person about it.
  if (outcome === "late" || outcome.isError) signal.throwIfAborted();
  if (outcome !== "late") return outcome;
  // What it printed until then says more than that its time was up.
  return { text: [...printed, lateText(effect.timeoutMs)].join("\n"), isError: true };
}

const lateText = (timeoutMs: number): string =>
  `Stopped: it took longer than ${timeoutMs / 1000} s.`;

function failureOf(effect: Effect, error: unknown, signal: AbortSignal): Failure {
  const message = errorMessage(error);
  if (signal.aborted) return { code: "cancelled", message };
  if (isTreeLost(error)) return { code: "tree-lost", message };
  const isToolsOwn = effect.type === "tool" && !isOfTheMachine(error);
  return { code: isToolsOwn ? "tool-failed" : "workspace-failed", message };
}
