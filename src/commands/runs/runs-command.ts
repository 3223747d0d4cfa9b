import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface RunsOptions {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal runs
  $ rehearsal runs --repo ../shop --json`;

export function defineRuns(command: Command): void {
  command
    .addOption(repositoryOption())
    .addOption(jsonOption("the list"))
    .addHelpText("after", examples)
    .action(async ({ repo, json }: RunsOptions) => {
      const { listRuns } = await import("./list-runs.ts");
      await listRuns(repo, json === true ? "json" : "text");
    });
}
