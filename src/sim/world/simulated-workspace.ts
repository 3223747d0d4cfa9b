import { ticketId as asTicketId, type TicketId } from "../../core/ids.ts";
import type { Workspace } from "../../ports.ts";
import type { MemoryWorkspace } from "../../workspaces/memory.ts";
import { chainOfTicket } from "../step-chain.ts";
import type { ToolFault, Weather } from "../faults.ts";
import type { Execution } from "../record.ts";
import type { Scenario, WorkspaceWork } from "../scenario.ts";
import type { Life, Scheduler } from "../scheduler.ts";
import { scriptedCheckMs } from "../scripted-check.ts";
import type { RunningCall } from "./left-running.ts";
import type { WorkCount } from "./work-count.ts";

const immortal = new AbortController().signal;

/** How a shell ends that was killed. */
const killedCall = { text: "", isError: true };
const killedCheck = { passed: false, output: "" };

const injectedFailure = (): Error =>
  Object.assign(new Error("an injected failure"), { code: "ENOSPC" });

/** How long a call takes to end once it is stopped: less than it is waited for. */
const endingMs = 1_000;

/** How long a call takes that is to outlive its process: long enough that others go on meanwhile. */
const outlivingMs = 5_000;

/**
 * The memory workspace under the schedule: each operation takes a step at its beginning and one at its end, so that
 * others, or a crash, may come before, between and after.
 */
export function simulatedWorkspace(
  inner: MemoryWorkspace,
  world: {
    readonly scenario: Scenario;
    readonly scheduler: Scheduler;
    readonly life: Life;
    readonly weather: Weather;
    readonly observe: (execution: Execution) => void;
    readonly work: WorkCount;
    readonly interrupt: () => void;
    /** Calls that go on where the process dies. */
    readonly running: RunningCall[];
  },
): Workspace {
  const { scheduler, life, observe, weather, running } = world;

  /** How long the work waits at least: it begins only after an interrupt that is meant to cut it. */
  function cutIfMeant(work: WorkspaceWork): number {
    if (!weather.interruptsInFlight.includes(work) || world.work.add(`cut ${work}`) > 1) return 0;
    const dueAtMs = scheduler.nowMs();
    const step = { label: "interrupt", chain: "person", dueAtMs, life };
    void scheduler.at(step).then(world.interrupt);
    return 1;
  }

  async function paced<Result>(
    operation: {
      readonly label: string;
      readonly chain: string;
      readonly signal: AbortSignal;
      readonly work?: WorkspaceWork;
      readonly takesMs?: number;
    },
    execute: () => Promise<Result>,
  ): Promise<Result> {
    const { label, chain, signal, work, takesMs = 0 } = operation;
    const leastMs = work === undefined ? 0 : cutIfMeant(work);
    const beginsAtMs = scheduler.nowMs() + Math.max(takesMs + weather.latencyMs(chain), leastMs);
    await scheduler.at({ label: `${label} begins`, chain, dueAtMs: beginsAtMs, life, signal });
    const result = await scheduler.hold(label, execute());
    const dueAtMs = scheduler.nowMs();
    await scheduler.at({ label: `${label} ends`, chain, dueAtMs, life });
    return result;
  }

  /** The same of a shell: where it is let go of, it is killed, and that is how it ends. */
  async function killed<Result>(
    signal: AbortSignal,
    asKilled: Result | null,
    operation: Parameters<typeof paced>[0],
    execute: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await paced(operation, execute);
    } catch (error) {
      if (asKilled === null || !signal.aborted) throw error;
      return asKilled;
    }
  }

  /** Executes a call only after its time limit has passed, as a tool that cannot be stopped does. */
  async function lingering(
    label: string,
    chain: string,
    afterMs: number,
    execute: () => Promise<unknown>,
  ): Promise<void> {
    const dueAtMs = scheduler.nowMs() + afterMs;
    await scheduler.at({ label: `${label} lingers`, chain, dueAtMs, life });
    // Its worktree may be gone.
    await scheduler.hold(label, execute()).catch(() => {});
  }

  const ofTicket = (work: WorkspaceWork, ticketId: string, signal: AbortSignal) => ({
    work,
    label: `${work} ${ticketId}`,
    chain: chainOfTicket(ticketId),
    signal,
  });

  function faultOf(ticketId: string, tool: string): ToolFault | null {
    const nth = world.work.add(`${ticketId} ${tool}`);
    const scripted = world.scenario.faults.find(
      (fault) =>
        fault.type === "tool" &&
        fault.ticketId === ticketId &&
        fault.tool === tool &&
        fault.nth === nth,
    );
    if (scripted?.type === "tool") return scripted.fault;
    return world.weather.tool({ ticketId, tool, nth });
  }

  /** Makes the fault happen that is meant for this piece of work, if any. A lost tree is deleted before the work begins. */
  function troubleOf(ticketId: string, work: WorkspaceWork): void {
    const nth = world.work.add(`${ticketId} workspace ${work}`);
    const scripted = world.scenario.faults.find(
      (fault) =>
        fault.type === "workspace" &&
        fault.ticketId === ticketId &&
        fault.work === work &&
        fault.nth === nth,
    );
    const trouble =
      scripted?.type === "workspace"
        ? scripted.fault
        : world.weather.workspace({ ticketId, work, nth });
    if (trouble === "tree-lost") {
      const lost = inner.loseTree(ticketId);
      observe({ type: "loss", life: life.number, ticketId: asTicketId(ticketId), ...lost });
    }
    if (trouble === "branch-moved-back") inner.moveBranchBack();
    const left = trouble === "conflict-left" ? inner.leaveConflict(ticketId) : null;
    if (left !== null)
      observe({ type: "conflict", life: life.number, ticketId: asTicketId(ticketId), ...left });
    if (trouble === "fails") throw injectedFailure();
  }

  async function observed<Outcome extends object>(
    work: Extract<Execution, { type: "brought" }>["work"],
    ticketId: TicketId | null,
    outcome: Promise<Outcome>,
  ): Promise<Outcome> {
    const came = await outcome;
    observe({ type: "brought", life: life.number, ticketId, work, outcome: came });
    return came;
  }

  return {
    commandParts: (command) => scheduler.hold("parse", inner.commandParts(command)),
    survey: (signal) =>
      paced({ label: "survey", chain: "epic", signal }, async () => {
        if (world.work.add("survey") <= weather.surveysFailing) throw injectedFailure();
        return observed("survey", null, inner.survey(signal));
      }),
    prepare: (preparation, signal) =>
      paced(ofTicket("prepare", preparation.ticketId, signal), () => {
        troubleOf(preparation.ticketId, "prepare");
        observe({ type: "prepare", life: life.number, ticketId: preparation.ticketId });
        return observed("prepare", preparation.ticketId, inner.prepare(preparation, signal));
      }),
    async runTool(ticketId, call, signal) {
      const { tool, callId, input } = call;
      const label = `${ticketId} ${tool}`;
      const chain = chainOfTicket(ticketId);
      const fault = faultOf(ticketId, tool);
      const seen = { type: "tool", life: life.number, ticketId, tool, callId, input } as const;
      if (fault === "hangs" || fault === "lingers" || fault === "ends-late") {
        const endless = { label: `${label} hangs`, chain, dueAtMs: Infinity, life, signal };
        await scheduler.at(endless).catch(async (error: unknown) => {
          const executeLate = () => inner.runTool(ticketId, call, immortal);
          if (fault === "lingers") void lingering(label, chain, 1, executeLate);
          if (fault === "ends-late")
            await lingering(label, chain, endingMs, () => {
              observe({ ...seen, isStopped: true });
              return executeLate();
            });
          throw error;
        });
      }
      const begun: RunningCall = { ticketId, call, life: life.number };
      if (fault === "outlives") running.push(begun);
      const isOver = (): void => {
        if (running.includes(begun)) running.splice(running.indexOf(begun), 1);
      };
      signal.addEventListener("abort", isOver, { once: true });
      const takesMs = fault === "outlives" ? outlivingMs : 0;
      const operation = { label, chain, signal, takesMs, work: "tool" } as const;
      return killed(signal, tool === "bash" ? killedCall : null, operation, async () => {
        isOver();
        troubleOf(ticketId, "tool");
        const ended = (text: string, isError: boolean) => {
          observe({ type: "outcome", life: life.number, ticketId, callId, text, isError });
          return { text, isError };
        };
        // Thrown, so that the failure is the workspace's. A tool that reports its own failure returns it.
        if (fault === "fails") throw new Error(ended(`${tool}: an injected failure`, true).text);
        if (fault === "lies") return ended("ok", false);
        observe(seen);
        const { text, isError } = await inner.runTool(ticketId, call, signal);
        return ended(text, isError);
      });
    },
    check(check, signal) {
      const takesMs = scriptedCheckMs(world.scenario.checks, check);
      const operation = { ...ofTicket("check", check.ticketId, signal), takesMs };
      return killed(signal, killedCheck, operation, async () => {
        troubleOf(check.ticketId, "check");
        observe({ type: "check", life: life.number, ticketId: check.ticketId });
        const outcome = await inner.check(check, signal);
        observe({ type: "verdict", life: life.number, ticketId: check.ticketId, ...outcome });
        return outcome;
      });
    },
    commit: (ticketId, message, signal) =>
      paced(ofTicket("commit", ticketId, signal), () => {
        troubleOf(ticketId, "commit");
        observe({ type: "commit", life: life.number, ticketId });
        return observed("commit", ticketId, inner.commit(ticketId, message, signal));
      }),
    compare: (ticketId, commit, signal) =>
      paced(ofTicket("compare", ticketId, signal), () => {
        troubleOf(ticketId, "compare");
        observe({ type: "compare", life: life.number, ticketId });
        return observed("compare", ticketId, inner.compare(ticketId, commit, signal));
      }),
    merge: (merge, signal) =>
      paced(ofTicket("merge", merge.ticketId, signal), async () => {
        const { ticketId, commit, side } = merge;
        troubleOf(ticketId, "merge");
        observe({ type: "merge", life: life.number, ticketId, commit, side });
        const head = await inner.merge(merge, signal);
        observe({ type: "brought", life: life.number, ticketId, work: "merge", outcome: { head } });
        return head;
      }),
  };
}
