import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface TrustOptions {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal trust                          what rehearsal.config.ts executes may be executed as it is now
  $ rehearsal trust e2e/shop.scenario.ts     the same of a scenario that a run remembers

What runs brought is not executed by a later command before you say so: read it first. It is trusted by its content,
so a file that changes is asked about again. What is trusted stands in .rehearsal/trust.json.`;

export function defineTrust(command: Command): void {
  command
    .argument("[file]", "what executes it", "rehearsal.config.ts")
    .addOption(repositoryOption())
    .addOption(jsonOption("the files"))
    .addHelpText("after", examples)
    .action(async (file: string, { repo, json }: TrustOptions) => {
      const { trustFiles } = await import("./trust-files.ts");
      await trustFiles(repo, file, json === true ? "json" : "text");
    });
}
