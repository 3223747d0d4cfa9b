import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface CleanOptions {
  readonly repo: string;
  readonly force?: true;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal clean                         what runs that have ended left, but for work that is not merged
  $ rehearsal clean 2026-11-22-k3f9w        of one run
  $ rehearsal clean latest --force          with its unmerged branch and kept work: that is gone for good

It removes worktrees, refs and temporary folders, and a run's branch once merging it anywhere would change nothing. The
log stays (\`rehearsal runs\`). A run that waits or was interrupted is left alone, because it can be resumed.`;

export function defineClean(command: Command): void {
  command
    .argument("[run]", "the run's id, how it begins, or latest; all runs where it is left out")
    .option("--force", "also work that is not merged, and runs that could be resumed")
    .addOption(repositoryOption())
    .addOption(jsonOption("what was removed and what stays"))
    .addHelpText("after", examples)
    .action(async (run: string | undefined, { repo, force, json }: CleanOptions) => {
      const { cleanRuns } = await import("./clean-runs.ts");
      await cleanRuns({
        wanted: run ?? null,
        directory: repo,
        unmerged: force === true ? "discard" : "keep",
        format: json === true ? "json" : "text",
      });
    });
}
