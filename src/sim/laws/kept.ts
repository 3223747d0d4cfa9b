import type { Event } from "../../core/event.ts";
import type { EffectId, TicketId } from "../../core/ids.ts";
import { keyOfText } from "../../workspaces/memory.ts";
import type { RunRecord } from "../record.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 14. What a worker wrote is on the run's branch, in a tree or kept; what was done stands on the branch, once;
 * and what no commit holds is left out only once somebody has said so.
 */
export function checkKept(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    checkWritten(record, findings);
    checkDone(record, findings);
    checkLeftOut(record.log, findings);
  });
}

interface Written {
  readonly ticketId: TicketId;
  readonly callId: string;
  readonly path: string;
  readonly text: string;
}

/** Of each file that a `write` made and nothing touched later, the text is somewhere. */
function checkWritten(
  { log, executions, remains }: RunRecord,
  { exercise, breach }: Findings,
): void {
  const spared = new Set(failedCallers(log));
  const gone = new Set(
    executions.flatMap((one) =>
      one.type === "loss" ? one.uncommitted.map((path) => `${one.ticketId} ${path}`) : [],
    ),
  );
  // A tool that says that it wrote, and did not, is no loss.
  const executed = new Set(
    executions.flatMap((one) => (one.type === "tool" ? [`${one.ticketId} ${one.callId}`] : [])),
  );
  for (const { ticketId, callId, path, text } of lastWritten(log)) {
    if (spared.has(ticketId) || gone.has(`${ticketId} ${path}`)) continue;
    if (!executed.has(`${ticketId} ${callId}`)) continue;
    exercise();
    if (!remains.texts.has(keyOfText(path, text)))
      breach(`${path}, as ${ticketId} wrote it, is on no branch, in no tree and not kept`);
  }
}

/** Tickets of calls that did not end well: what was stopped may still write, at any time. */
function failedCallers(log: readonly Event[]): readonly TicketId[] {
  return log.flatMap((event) =>
    event.type === "tool.ended" && event.isError && event.effectId !== null
      ? [event.sessionId.split(":")[1] as TicketId]
      : [],
  );
}

function lastWritten(log: readonly Event[]): readonly Written[] {
  const finished: Written[] = [];
  const current = new Map<TicketId, Map<string, Written>>();
  const started = new Map<EffectId, Written>();
  const flush = (ticketId: TicketId): void => {
    finished.push(...(current.get(ticketId)?.values() ?? []));
    current.delete(ticketId);
  };
  for (const event of log) {
    // A tree that is made anew: what the one before held is to be found elsewhere.
    if (event.type === "preparation.started" && event.fresh) flush(event.ticketId);
    if (event.type === "tool.started") {
      const ticketId = event.sessionId.split(":")[1] as TicketId;
      const { file_path: path, content } = event.input;
      const isWrite =
        event.tool === "write" && typeof path === "string" && typeof content === "string";
      if (isWrite)
        started.set(event.seq, {
          ticketId,
          callId: event.callId,
          path: path.replace(/^\.\//, ""),
          text: content,
        });
      // A command may delete or move anything, an edit changes what was written.
      if (event.tool === "bash" || event.tool === "edit") current.delete(ticketId);
      if (isWrite) current.get(ticketId)?.delete(path);
    }
    if (event.type === "tool.ended" && !event.isError && event.effectId !== null) {
      const written = started.get(event.effectId);
      if (written === undefined) continue;
      const files = current.get(written.ticketId) ?? new Map<string, Written>();
      current.set(written.ticketId, files.set(written.path, written));
    }
  }
  for (const ticketId of [...current.keys()]) flush(ticketId);
  return finished;
}

/** A ticket that is done stands on the branch with its last commit, which is there once, as every other. */
function checkDone({ log, remains }: RunRecord, { exercise, breach }: Findings): void {
  const commits = new Map<TicketId, string | null>();
  for (const event of log) {
    if (event.type === "commit.ended") commits.set(event.ticketId, event.commit);
    if (event.type !== "ticket.done") continue;
    const commit = commits.get(event.ticketId) ?? null;
    if (commit === null) continue;
    exercise();
    const count = remains.merged.filter((one) => one === commit).length;
    if (count !== 1)
      breach(`${event.ticketId} is done, and its commit is on the branch ${count} times`);
  }
}

/** What a command made by the way needs nobody's word. */
const unasked: ReadonlySet<string> = new Set(["output", "reserved"]);

function checkLeftOut(log: readonly Event[], { exercise, breach }: Findings): void {
  const undecided = new Map<TicketId, string>();
  const decide = (gate: string): void => {
    const [kind, ticketId = ""] = gate.split(":");
    if (kind === "leftovers") undecided.delete(ticketId as TicketId);
  };
  for (const event of log) {
    switch (event.type) {
      case "commit.ended": {
        const left = (event.leftovers ?? []).find(({ why }) => !unasked.has(why));
        if (left === undefined) undecided.delete(event.ticketId);
        else undecided.set(event.ticketId, left.path);
        break;
      }
      case "rule.applied":
        if (event.action === "allow") decide(event.gate);
        break;
      case "popup.decided":
        if (event.decision.type === "approve") decide(event.popupId);
        break;
      case "attempt.failed":
        undecided.delete(event.ticketId);
        break;
      case "comparison.started":
      case "ticket.done": {
        const path = undecided.get(event.ticketId);
        if (path === undefined) break;
        exercise();
        breach(`event ${event.seq}: ${event.ticketId} goes on without ${path}, and nobody said so`);
        break;
      }
      default:
    }
  }
}
