import type { Event } from "../../../core/event.ts";
import { insideWorktree } from "../../../core/gates/rule.ts";
import type { TicketId } from "../../../core/ids.ts";
import { keyOfText } from "../../../workspaces/memory/memory-remains.ts";
import { isReserved } from "../../../workspaces/reserved.ts";
import type { RunRecord } from "../../record.ts";
import { isNewTree, leavesFiles, newLastWrites, type Written } from "./last-writes.ts";
import { checkLost, failedCallers } from "./lost-trees.ts";
import { checkMeant } from "./meant.ts";
import { type Findings, judgeBy, type Verdict } from "../verdict.ts";

/**
 * Law 14. What a worker wrote is on the run's branch, in a tree or kept; what was done stands on the branch, once, with
 * what was written for it; what no worker touched is there as the run found it; and what no commit holds is left out only once
 * somebody has said so.
 */
export function checkKept(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    checkWritten(record, findings);
    checkLost(record, findings);
    checkDone(record, findings);
    checkHeld(record, findings);
    checkUntouched(record, findings);
    checkPlaces(record.files, findings);
    checkLeftOut(record.log, findings);
    checkMeant(record.log, findings);
  });
}

/** The text of each file that a `write` made and nothing changed later is on the branch, in a tree or kept. */
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
  const isExecuted = executedCalls(executions);
  for (const written of lastWritten(log)) {
    const { ticketId, path, text } = written;
    if (spared.has(ticketId) || gone.has(`${ticketId} ${path}`)) continue;
    if (!isExecuted(written)) continue;
    exercise();
    if (!remains.texts.has(keyOfText(path, text)))
      breach(`${path}, as ${ticketId} wrote it, is on no branch, in no tree and not kept`);
  }
}

/** The last writes in each tree that there was, including trees that were replaced. */
function lastWritten(log: readonly Event[]): readonly Written[] {
  const writes = newLastWrites();
  const before: Written[] = [];
  for (const event of log) {
    // The ticket gets a new tree, so the files of the one before must be kept elsewhere.
    if (isNewTree(event)) before.push(...writes.of(event.ticketId));
    writes.take(event);
  }
  return [...before, ...writes.all()];
}

/** A ticket that is done holds what its worker wrote in the tree that it was done in. */
function checkHeld({ log, executions, remains }: RunRecord, { exercise, breach }: Findings): void {
  const writes = newLastWrites();
  const isExecuted = executedCalls(executions);
  const spared = new Set(failedCallers(log));
  const commits = new Map<TicketId, Extract<Event, { type: "commit.ended" }>>();
  const conflicts = new Set(
    executions.map((one) => (one.type === "conflict" ? `${one.ticketId} ${one.path}` : null)),
  );
  for (const event of log) {
    writes.take(event);
    if (event.type === "commit.ended") commits.set(event.ticketId, event);
    if (event.type !== "ticket.done" || spared.has(event.ticketId)) continue;
    const { commit = null, leftovers = [] } = commits.get(event.ticketId) ?? {};
    const held = commit === null ? remains.onBranchOnce : remains.held.get(commit);
    for (const written of writes.of(event.ticketId)) {
      const { path, text } = written;
      const isLeft = leftovers.some((left) => left.path === path || isBelow(path, left.path));
      if (held === undefined || isLeft || isReserved(path) || !isExecuted(written)) continue;
      if (conflicts.has(`${event.ticketId} ${path}`)) continue;
      exercise();
      if (!held.has(keyOfText(path, text)))
        breach(`event ${event.seq}: ${event.ticketId} is done without ${path} as it wrote it`);
    }
  }
}

const isBelow = (path: string, folder: string): boolean =>
  folder.endsWith("/") && path.startsWith(folder);

/** Leaves out writes that a faulty tool only claimed to have made. */
function executedCalls(executions: RunRecord["executions"]): (written: Written) => boolean {
  const executed = Map.groupBy(
    executions.filter((one) => one.type === "tool"),
    ({ ticketId, callId }) => `${ticketId} ${callId}`,
  );
  return ({ ticketId, callId, begunAtEvent, endedAtEvent }) =>
    (executed.get(`${ticketId} ${callId}`) ?? []).some(
      ({ atEvent = begunAtEvent }) => begunAtEvent <= atEvent && atEvent < endedAtEvent,
    );
}

/** The last commit of a ticket that is done is on the branch, and no commit is there twice. */
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

/** What no call can have changed is on the branch as it was. Of a shell's calls nobody knows what they change. */
function checkUntouched(
  { log, files, theirsBefore }: RunRecord,
  { exercise, breach }: Findings,
): void {
  const calls = log.filter((event) => event.type === "tool.started");
  if (calls.some(({ tool }) => !leavesFiles.has(tool) && tool !== "edit")) return;
  const touched = new Set(
    calls.map(({ input: { file_path: path } }) =>
      typeof path === "string" ? (insideWorktree(path) ?? path) : null,
    ),
  );
  for (const [path, text] of Object.entries(theirsBefore.files)) {
    if (touched.has(path)) continue;
    exercise();
    if (files[path] !== text)
      breach(`${path}, which no worker touched, is not as the run found it`);
  }
}

/** What stands on the branch can be checked out: no file is in the place of a folder. */
function checkPlaces(files: RunRecord["files"], { breach }: Findings): void {
  const paths = new Set(Object.keys(files));
  for (const path of paths)
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1))
      if (paths.has(path.slice(0, end)))
        breach(`${path.slice(0, end)} is on the branch as a file, and so is ${path} in it`);
}

/** Kinds of leftovers that are no loss, and so may be left out unasked. */
const unasked: ReadonlySet<string> = new Set(["output", "reserved"]);

function checkLeftOut(log: readonly Event[], { exercise, breach }: Findings): void {
  const undecided = new Map<TicketId, string>();
  const turns = new Map<TicketId, number>();
  /** Tickets whose worker was given a turn to mend what its commit lacks. */
  const heard = new Set<TicketId>();
  const [first] = log;
  const turnsMost = first?.type === "run.started" ? first.settings.turns : 0;
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
      case "model.started": {
        const { tier, ticketId } = event.address;
        if (tier === "tier3") turns.set(ticketId, event.address.turn);
        break;
      }
      case "leftovers.returned":
        if ((turns.get(event.ticketId) ?? 0) >= turnsMost && turnsMost > 0)
          breach(
            `event ${event.seq}: ${event.ticketId} is to mend its commit, and has no turn left`,
          );
        heard.add(event.ticketId);
        break;
      case "popup.opened": {
        const { kind, ticketId } = event.popup;
        if (kind !== "leftovers") break;
        exercise();
        if (!heard.has(ticketId) && (turns.get(ticketId) ?? 0) < turnsMost)
          breach(
            `event ${event.seq}: a person is asked what ${ticketId} leaves out before its worker`,
          );
        break;
      }
      case "attempt.failed":
      case "ticket.retried":
        undecided.delete(event.ticketId);
        heard.delete(event.ticketId);
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
