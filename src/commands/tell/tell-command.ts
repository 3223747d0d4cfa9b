import type { Command } from "commander";
import { repositoryOption } from "../flags.ts";

const examples = `
Examples:
  $ rehearsal tell latest T-1 "The parser is in src/reader, not in src/parse"

The worker reads it with its next turn. One that has not started yet reads it first of all.`;

export function defineTell(command: Command): void {
  command
    .argument("<run>", "the run's id, how it begins, or latest")
    .argument("<ticket>", "the ticket's id")
    .argument("<text>", "what its worker is to read")
    .addOption(repositoryOption())
    .addHelpText("after", examples)
    .action(async (run: string, ticket: string, text: string, { repo }: { repo: string }) => {
      const { interveneFromFlags } = await import("../say/intervene-from-flags.ts");
      const words = { type: "instruct", ticket, text } as const;
      process.exitCode = await interveneFromFlags(run, repo, words);
    });
}
