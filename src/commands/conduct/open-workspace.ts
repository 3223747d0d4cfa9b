import { realClock } from "../../clock/real-clock.ts";
import type { Event } from "../../core/event.ts";
import type { RunId } from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import { openSkeletons } from "../../skeletons/open-skeletons.ts";
import { openWorktreeWorkspace, type WorktreeWorkspace } from "../../workspaces/worktree.ts";
import { writeTreesNote } from "../../store/trees-note.ts";
import type { Project } from "../open-project.ts";
import { usageError } from "../usage-error.ts";
import { worktreesRootOf } from "../worktrees-root.ts";
import { findConfinement } from "./find-confinement.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** The run's branch in the repository, and worktrees for its tickets outside of it. */
export async function openWorkspace(
  project: Project,
  {
    runId,
    settings: { commands = { pass: [], sandbox: "none" } },
    log,
  }: { readonly runId: RunId; readonly settings: Settings; readonly log: readonly Event[] },
): Promise<WorktreeWorkspace> {
  const root = worktreesRootOf(project.root, runId);
  writeTreesNote({ worktreesRoot: root, repositoryRoot: project.root }, runId);
  const confinement = await findConfinement(commands);
  try {
    return await openWorktreeWorkspace({
      repositoryRoot: project.root,
      runId,
      baseCommit: project.headCommit,
      lastHead: log.findLast((event) => event.type === "merge.ended")?.head ?? null,
      worktreesRoot: root,
      skeletons: openSkeletons(),
      setupCommand: project.config.setup ?? null,
      environment: process.env,
      variables: { pass: commands.pass, set: project.config.env?.set ?? {} },
      confinement,
      clock: realClock,
    });
  } catch (error) {
    const message = errorMessage(error);
    throw usageError(
      `The worktrees of the run cannot be made in ${root}: ${message}\nMake that folder writable, or set XDG_CACHE_HOME to one that is; \`rehearsal doctor\` tells more.`,
    );
  }
}
