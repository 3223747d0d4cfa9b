import type { Command } from "commander";
import { repositoryOption } from "../flags.ts";

interface StopOptions {
  readonly repo: string;
  readonly reason?: string;
}

const examples = `
Examples:
  $ rehearsal stop latest T-1
  $ rehearsal stop latest T-1 --reason "We do not need this any more"

What the worker is doing is let go of, and the ticket has failed; others go on. The whole run is stopped by
Ctrl-C where it goes on, and goes on later with: rehearsal resume RUN`;

export function defineStop(command: Command): void {
  command
    .argument("<run>", "the run's id, how it begins, or latest")
    .argument("<ticket>", "the ticket's id")
    .option("--reason <text>", "why, for the log")
    .addOption(repositoryOption())
    .addHelpText("after", examples)
    .action(async (run: string, ticket: string, { repo, reason = "" }: StopOptions) => {
      const { interveneFromFlags } = await import("../say/intervene-from-flags.ts");
      const words = { type: "stop", ticket, text: reason } as const;
      process.exitCode = await interveneFromFlags(run, repo, words);
    });
}
