import { existsSync } from "node:fs";
import { realClock } from "../../clock/real-clock.ts";
import { assertNever } from "../../core/assert-never.ts";
import type { Event } from "../../core/event.ts";
import type { RunId } from "../../core/ids.ts";
import type { Store } from "../../ports.ts";
import { type Beginning, conduct, type Conducted, type Finished } from "../../runtime/conductor.ts";
import type { InputAtRest } from "../../runtime/take-at-rest.ts";
import { type Inbox, openInbox } from "../../store/inbox.ts";
import { jsonLinesName } from "../../terminal/json-lines.ts";
import { isStoreError } from "../../store/store-error.ts";
import { isGitFailure } from "../../workspaces/git.ts";
import type { WorktreeWorkspace } from "../../workspaces/worktree.ts";
import { branchFiles } from "./branch-files.ts";
import type { Backend } from "./backend.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note, type OutputFormat } from "../output.ts";
import { noteBrought } from "../read-config.ts";
import { gitFor, hint } from "../hint.ts";
import { worktreesRootOf } from "../worktrees-root.ts";
import { popupDiff } from "../popups/popup-diff.ts";
import { alwaysKeeper } from "../rules/always-rules.ts";
import { onInterrupt } from "../signals.ts";
import { openRunView } from "./run-view.ts";

export interface RunToConduct {
  readonly runId: RunId;
  readonly repositoryRoot: string;
  /** Where the repository is by now. */
  readonly rootNow: () => string;
  readonly beginning: Beginning;
  readonly backend: Backend;
  readonly workspace: WorktreeWorkspace;
  readonly store: Store;
  readonly format: OutputFormat;
  /** Whether a decision that waits makes itself heard. */
  readonly rings: boolean;
}

/** Conducts a run until it ends, shows it on stdout, and closes the store and the backend. */
export async function conductRun(run: RunToConduct): Promise<ExitCode> {
  const { beginning, backend, workspace, store } = run;
  const before = beginning.log ?? [];
  backend.restore(before);
  let conducted: Conducted | null = null;
  let inbox: Inbox | null = null;
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
    conducted?.interrupt();
  };
  const place = {
    root: run.repositoryRoot,
    worktrees: worktreesRootOf(run.repositoryRoot, run.runId),
  };
  const view = openRunView({
    format: run.format,
    branch: workspace.branch,
    commands: () => ({
      show: hint(`show ${run.runId}`, run.rootNow()),
      resume: hint(`resume ${run.runId}`, run.rootNow()),
      retry: hint(`retry ${run.runId}`, run.rootNow()),
      git: gitFor(run.rootNow()),
    }),
    before,
    approver: backend.approver,
    details: (popup, paper) => popupDiff(popup, place, paper).catch(() => []),
    interrupt,
    rings: run.rings,
  });
  const signals = onInterrupt({ letGo: interrupt, killAll: workspace.killAll });
  try {
    conducted = conduct(
      {
        provider: backend.provider,
        approver: view.approver,
        workspace: backend.wrapWorkspace(workspace),
        clock: realClock,
        store,
        subscribers: [...view.subscribers, alwaysKeeper(run.repositoryRoot, before)],
      },
      beginning,
    );
    inbox = openInbox(
      { repositoryRoot: run.repositoryRoot, runId: run.runId, clock: realClock },
      (input) => {
        hear(conducted!, input);
        return store.flush();
      },
    );
    const finished = await conducted.finished;
    inbox.close();
    noteLosses(finished, run);
    // Without its repository there is nothing more to look at: what was stored has its end.
    if (finished.outcome === "waiting" && !existsSync(run.rootNow())) return exitCodes.waiting;
    const hasEnded = finished.outcome === "done" || finished.outcome === "failed";
    // While the run's branch is there for certain.
    const isNoted = await noteBrought(run.rootNow()).then(
      () => true,
      (error: unknown) => {
        // What the run waits for is told. Ctrl-C at a terminal ends git, too. The next command notes the same.
        if ((hasEnded && !isInterrupted) || !isGitFailure(error)) throw error;
        return false;
      },
    );
    if (finished.outcome === "waiting" && !isNoted) return exitCodes.waiting;
    // A run whose log was lost did not come to the end that a scenario is about.
    if (finished.failure?.code === "store-failed") return exitCodes.waiting;
    const deviations = await noteDeviations(run, conducted.log);
    if (hasEnded) await putAway(run);
    const isOtherwise = deviations.length > 0 && finished.outcome !== "interrupted";
    // Who reads half of the events must not take them for the whole.
    const isCut = finished.outcome === "done" && finished.lostSubscribers.length > 0;
    return isOtherwise || isCut ? exitCodes.failed : exitCodes[finished.outcome];
  } finally {
    inbox?.close();
    // Commands that were asked to stop may still run: nobody waits for them any longer.
    workspace.killAll();
    await view.close();
    signals.release();
    backend.close();
    await closeStore(store);
  }
}

function hear(conducted: Conducted, input: InputAtRest): void {
  switch (input.type) {
    case "answer":
      return conducted.answer(input.answer);
    case "intervene":
      return conducted.intervene(input.intervention);
    default:
      assertNever(input);
  }
}

function noteLosses(
  { failure, lostSubscribers }: Finished,
  { runId, rootNow }: RunToConduct,
): void {
  if (failure?.code === "store-failed")
    note(
      `${failure.message}\nThe run has stopped. Go on with: ${hint(`resume ${runId}`, rootNow())}`,
    );
  for (const { name, message, missedEvents } of lostSubscribers)
    // That stdout takes no more has been told.
    if (name !== jsonLinesName) note(`The ${name} missed ${missedEvents} events: ${message}`);
}

/** Removes the run's trees. That it can't be done now takes nothing from what the run has come to. */
async function putAway({ workspace, runId, rootNow }: RunToConduct): Promise<void> {
  try {
    await workspace.close();
  } catch (error) {
    if (!isGitFailure(error)) throw error;
    note(
      `The run has ended, and its worktrees are left, because git could not put their work away:\n${error.message}\n` +
        `Once that is mended: ${hint(`clean ${runId}`, rootNow())}`,
    );
  }
}

async function noteDeviations(
  { backend, workspace, rootNow }: RunToConduct,
  log: readonly Event[],
): Promise<readonly string[]> {
  const files = () =>
    branchFiles(workspace.branch, { repositoryRoot: rootNow(), environment: process.env });
  const deviations = await backend.deviations({ log, files });
  if (deviations.length > 0)
    note(
      [
        "The run is not as the scenario says:",
        ...deviations.map((deviation) => `  - ${deviation}`),
      ].join("\n"),
    );
  return deviations;
}

/** A store that failed has been reported already, as the run's failure. */
async function closeStore(store: Store): Promise<void> {
  try {
    await store.close();
  } catch (error) {
    if (!isStoreError(error)) throw error;
  }
}
