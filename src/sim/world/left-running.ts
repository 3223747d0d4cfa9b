import type { TicketId } from "../../core/ids.ts";
import type { ToolCall } from "../../core/message.ts";
import type { MemoryWorkspace } from "../../workspaces/memory.ts";
import type { Execution } from "../record.ts";
import type { Life, Scheduler } from "../scheduler.ts";
import { chainOfTicket } from "../step-chain.ts";

/** A tool call that has begun and has done nothing yet; where its process dies, it goes on. */
export interface RunningCall {
  readonly ticketId: TicketId;
  readonly call: ToolCall;
  /** The number of its process. */
  readonly life: number;
}

/** What outlives a process is bound to none. */
const afterlife: Life = { number: 0, alive: true };

/**
 * A new process begins, and ends what the one before left running: what of it came first has had its effect, the rest has
 * none any more. Nothing happens where nothing was left.
 */
export async function endLeftRunning(
  running: RunningCall[],
  world: {
    readonly scheduler: Scheduler;
    readonly workspace: MemoryWorkspace;
    readonly observe: (execution: Execution) => void;
  },
  life: number,
): Promise<void> {
  if (running.length === 0) return;
  const { scheduler, workspace, observe } = world;
  const dueAtMs = scheduler.nowMs();
  const endings = running.splice(0).map((one) => {
    const { ticketId, call } = one;
    const { tool, callId, input } = call;
    const label = `${ticketId} ${tool} outlives its process`;
    const chain = chainOfTicket(ticketId);
    return scheduler.queue({ label, chain, dueAtMs, life: afterlife }, () => {
      observe({ type: "tool", life: one.life, ticketId, tool, callId, input });
      const { signal } = new AbortController();
      void scheduler.hold(
        label,
        workspace.runTool(ticketId, call, signal).catch(() => {}),
      );
    });
  });
  let isOpen = false;
  const opening = { label: "a process opens the workspace", dueAtMs, life: afterlife };
  scheduler.queue(opening, () => {
    isOpen = true;
    for (const end of endings) end();
    observe({ type: "opening", life });
  });
  await scheduler.run(() => isOpen);
}
