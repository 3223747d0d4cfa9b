import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface PopupsOptions {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal popups latest
  $ rehearsal popups latest --json | jq -r '.popups[].id'

Each is shown as at the terminal, with the commands that decide it.`;

export function definePopups(command: Command): void {
  command
    .argument("[run]", "the run's id, how it begins, or latest", "latest")
    .addOption(repositoryOption())
    .addOption(jsonOption("them"))
    .addHelpText("after", examples)
    .action(async (run: string, { repo, json }: PopupsOptions) => {
      const { listPopups } = await import("./list-popups.ts");
      await listPopups(run, repo, json === true ? "json" : "text");
    });
}
