import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface ShowOptions {
  readonly repo: string;
  readonly json?: true;
  readonly usage?: true;
}

const examples = `
Examples:
  $ rehearsal show latest
  $ rehearsal show latest --usage
  $ rehearsal show 2026-11-22-k3f9w --repo ../shop
  $ rehearsal show latest --json | jq '.tickets[] | select(.status != "done")'`;

export function registerShow(program: Command): void {
  program
    .command("show")
    .description("tell about one run: tracks, tickets, streams, decisions, tokens")
    .argument("<run>", "the run's id, how it begins, or latest")
    .addOption(repositoryOption())
    .option("--usage", "tell who took which tokens: by tier, track, ticket, attempt and model")
    .addOption(jsonOption("the run"))
    .addHelpText("after", examples)
    .action(async (run: string, { repo, json, usage }: ShowOptions) => {
      const format = json === true ? "json" : "text";
      if (usage === true) {
        const { showUsage } = await import("./show-usage.ts");
        return await showUsage(run, repo, format);
      }
      const { showRun } = await import("./show-run.ts");
      await showRun(run, repo, format);
    });
}
