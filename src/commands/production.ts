import { realClock } from "../clock/real-clock.ts";
import { newRunId } from "../clock/run-id.ts";
import type { RunId } from "../core/ids.ts";
import type { Settings } from "../core/settings.ts";
import { importsOf } from "../skeletons/imports.ts";
import { skeletonOf } from "../skeletons/skeleton.ts";
import { openStateDirectory, type StateDirectory } from "../store/state-directory.ts";
import { openWorktreeWorkspace, type WorktreeWorkspace } from "../workspaces/worktree.ts";
import type { Cast } from "./cast.ts";
import type { ExitCode } from "./exit-code.ts";
import { perform } from "./perform.ts";
import type { Project } from "./project.ts";
import { refusal } from "./refusal.ts";
import type { Telling } from "./page.ts";
import { worktreesRoot } from "./worktrees-root.ts";

/** A run's own branch in the repository, and a worktree a ticket elsewhere. */
async function openWorkspace(project: Project, runId: RunId): Promise<WorktreeWorkspace> {
  const root = worktreesRoot(project.root, process.env);
  try {
    return await openWorktreeWorkspace({
      repositoryRoot: project.root,
      runId,
      baseCommit: project.headCommit,
      worktreesRoot: root,
      skeletons: { skeletonOf, importsOf },
      setupCommand: project.config.setup ?? null,
      environment: process.env,
      clock: realClock,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw refusal(
      `The worktrees of the run cannot be made in ${root}: ${message}\nMake that folder writable, or set XDG_CACHE_HOME to one that is; \`rehearsal doctor\` tells more.`,
    );
  }
}

/** Starts a new run in a repository. */
export async function startRun(start: {
  readonly project: Project;
  readonly epic: string;
  readonly settings: Settings;
  readonly cast: Cast;
  readonly telling: Telling;
}): Promise<ExitCode> {
  const { project, epic, settings, cast, telling } = start;
  const state = openStateDirectory(project.root, { clock: realClock });
  try {
    const startedAtMs = realClock.nowMs();
    const runId = newRunId(startedAtMs);
    // Recorded before the repository gets a branch: a store that is locked leaves no trace there.
    const store = state.createRun({ runId, epic, startedAtMs });
    try {
      const workspace = await openWorkspace(project, runId);
      const beginning = { type: "start", runId, epic, settings } as const;
      const repositoryRoot = project.root;
      return await perform({ runId, repositoryRoot, beginning, cast, workspace, store, telling });
    } finally {
      await store.close();
    }
  } finally {
    state.close();
  }
}

/** Goes on with a run that has not come to its end. */
export async function continueRun(go: {
  readonly project: Project;
  readonly state: StateDirectory;
  readonly runId: RunId;
  /** Called once the log is ours to write, and before anything else is opened. */
  readonly castFor: (settings: Settings) => Promise<Cast>;
  readonly telling: Telling;
}): Promise<ExitCode> {
  const { project, state, runId, telling } = go;
  const { events, store } = state.openRun(runId);
  try {
    const [first] = events;
    if (first?.type !== "run.started")
      throw refusal(
        `Run ${runId} ended before its first event was recorded, so there is nothing to go on with. Start it anew: rehearsal run "EPIC"`,
      );
    const cast = await go.castFor(first.settings);
    const workspace = await openWorkspace(project, runId);
    return await perform({
      runId,
      repositoryRoot: project.root,
      beginning: { type: "resume", log: events },
      cast,
      workspace,
      store,
      telling,
    });
  } finally {
    await store.close();
  }
}
