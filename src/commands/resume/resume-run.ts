import type { OutputFormat } from "../output.ts";
import type { Event } from "../../core/event.ts";
import type { Beginning } from "../../runtime/conductor.ts";
import type { RunId } from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import type { StateDirectory } from "../../store/state-directory.ts";
import type { Backend } from "../conduct/backend.ts";
import { conductRun } from "../conduct/conduct-run.ts";
import { openWorkspace } from "../conduct/open-workspace.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Project } from "../open-project.ts";
import { usageError } from "../usage-error.ts";

export type GoingOn = Exclude<Beginning, { type: "start" }>;

/** Goes on with a run that was started before. */
export async function resumeRun(resumption: {
  readonly project: Project;
  readonly state: StateDirectory;
  readonly runId: RunId;
  /** Called once this process alone may write the log, and before anything else is opened. */
  readonly backendFor: (settings: Settings) => Promise<Backend>;
  readonly format: OutputFormat;
  readonly beginningFor: (log: readonly Event[]) => GoingOn;
}): Promise<ExitCode> {
  const { project, state, runId, format } = resumption;
  const { events, store } = state.openRun(runId);
  try {
    const [first] = events;
    if (first?.type !== "run.started")
      throw usageError(
        `Run ${runId} ended before its first event was recorded, so there is nothing to go on with. Start it anew: \`rehearsal run "EPIC"\``,
      );
    const backend = await resumption.backendFor(first.settings);
    const workspace = await openWorkspace(project, {
      runId,
      settings: first.settings,
      log: events,
    });
    return await conductRun({
      runId,
      repositoryRoot: project.root,
      rootNow: state.root,
      beginning: resumption.beginningFor(events),
      backend,
      workspace,
      store,
      format,
      rings: project.config.notify !== false,
    });
  } finally {
    await store.close();
  }
}
