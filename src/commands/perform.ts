import { isAbsolute, relative } from "node:path";
import { realClock } from "../clock/real-clock.ts";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";
import type { Store } from "../ports.ts";
import { type Beginning, conduct, type Conducted, type Finished } from "../runtime/conductor.ts";
import { isStoreError } from "../store/store-error.ts";
import type { WorktreeWorkspace } from "../workspaces/worktree.ts";
import { branchFiles } from "./branch-files.ts";
import type { Cast } from "./cast.ts";
import { exitCodeOf, type ExitCode, exitCodes } from "./exit-code.ts";
import { note } from "./output.ts";
import { quoted } from "./quoted.ts";
import { onInterrupt } from "./signals.ts";
import { type Telling } from "./page.ts";
import { openStage } from "./stage.ts";

export interface Performance {
  readonly runId: RunId;
  readonly repositoryRoot: string;
  readonly beginning: Beginning;
  readonly cast: Cast;
  readonly workspace: WorktreeWorkspace;
  readonly store: Store;
  readonly telling: Telling;
}

/** Conducts a run to its end, tells it on stdout, and closes what it was given. */
export async function perform(performance: Performance): Promise<ExitCode> {
  const { beginning, cast, workspace, store } = performance;
  const before = beginning.log ?? [];
  cast.recall(before);
  let conducted: Conducted | null = null;
  const interrupt = () => conducted?.interrupt();
  const repo = repositoryFlag(performance.repositoryRoot);
  const stage = openStage({
    telling: performance.telling,
    branch: workspace.branch,
    flags: { show: repo, resume: `${repo}${cast.flags}` },
    before,
    approver: cast.approver,
    interrupt,
  });
  const signals = onInterrupt({ letGo: interrupt, killAll: workspace.killAll });
  try {
    conducted = conduct(
      {
        provider: cast.provider,
        approver: stage.approver,
        workspace: cast.onStage(workspace),
        clock: realClock,
        store,
        subscribers: stage.subscribers,
      },
      beginning,
    );
    const finished = await conducted.finished;
    noteLosses(finished, performance);
    const complaints = await complaintsOf(performance, conducted.log);
    if (finished.outcome === "done" || finished.outcome === "failed") await workspace.close();
    return complaints.length > 0 && finished.outcome !== "interrupted"
      ? exitCodes.failed
      : exitCodeOf(finished);
  } finally {
    // Where nobody waits any longer for a command that was told to stop.
    workspace.killAll();
    signals.release();
    cast.dismiss();
    await closeStore(store);
  }
}

/** Nothing where the command was given within the repository. */
function repositoryFlag(root: string): string {
  const inside = relative(root, process.cwd());
  return inside.startsWith("..") || isAbsolute(inside) ? ` --repo ${quoted(root)}` : "";
}

function noteLosses({ failure, lostSubscribers }: Finished, { runId }: Performance): void {
  if (failure?.code === "store-failed")
    note(`${failure.message}\nThe run has stopped. Go on with: rehearsal resume ${runId}`);
  for (const { name, message, missedEvents } of lostSubscribers)
    note(`The ${name} missed ${missedEvents} events: ${message}`);
}

async function complaintsOf(
  { cast, workspace, repositoryRoot }: Performance,
  log: readonly Event[],
): Promise<readonly string[]> {
  const files = () => branchFiles(workspace.branch, { repositoryRoot, environment: process.env });
  const complaints = await cast.judge({ log, files });
  if (complaints.length > 0)
    note(
      [
        "The run is not as the scenario says:",
        ...complaints.map((complaint) => `  - ${complaint}`),
      ].join("\n"),
    );
  return complaints;
}

/** A store that broke has said so already, as the run's failure. */
async function closeStore(store: Store): Promise<void> {
  try {
    await store.close();
  } catch (error) {
    if (!isStoreError(error)) throw error;
  }
}
