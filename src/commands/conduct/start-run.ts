import type { OutputFormat } from "../output.ts";
import { realClock } from "../../clock/real-clock.ts";
import { newRunId } from "../../clock/run-id.ts";
import type { Settings } from "../../core/settings.ts";
import { openStateDirectory } from "../../store/state-directory.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Project } from "../open-project.ts";
import type { Backend } from "./backend.ts";
import { conductRun } from "./conduct-run.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Starts a new run in a repository. */
export async function startRun(start: {
  readonly project: Project;
  readonly epic: string;
  readonly settings: Settings;
  readonly backend: Backend;
  readonly format: OutputFormat;
}): Promise<ExitCode> {
  const { project, epic, settings, backend, format } = start;
  const state = openStateDirectory(project.root, { clock: realClock });
  try {
    const startedAtMs = realClock.nowMs();
    const runId = newRunId(startedAtMs);
    // Recorded before the branch is made: where the store is locked, the repository stays as it is.
    const store = state.createRun({ runId, epic, startedAtMs });
    try {
      const workspace = await openWorkspace(project, { runId, settings, log: [] });
      const beginning = { type: "start", runId, epic, settings } as const;
      const repositoryRoot = project.root;
      return await conductRun({
        runId,
        repositoryRoot,
        rootNow: state.root,
        beginning,
        backend,
        workspace,
        store,
        format,
        rings: project.config.notify !== false,
      });
    } finally {
      await store.close();
    }
  } finally {
    state.close();
  }
}
