import type { Command } from "commander";
import {
  askOption,
  baseUrlOption,
  jsonOption,
  providerOption,
  quietBellOption,
  repositoryOption,
  scenarioOption,
} from "../flags.ts";
import type { BackendFlags } from "../conduct/choose-backend.ts";

interface RetryOptions extends BackendFlags {
  readonly repo: string;
  readonly note: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal retry latest
  $ rehearsal retry latest T-2 --note "the service is up again; the schema is in db/schema.sql"
  $ rehearsal retry 2026-11-22-k3f9w --repo ../shop

Each failed ticket gets one more attempt, from the run's branch as it is now, and what it blocked waits for it again.
What is done is not done again. What earlier attempts left is in the refs that \`rehearsal show\` names. A ticket that is
blocked stands for those that it waits for. Exit codes are those of \`rehearsal run\`.`;

export function defineRetry(command: Command): void {
  command
    .argument("<run>", "the run's id, how it begins, or latest")
    .argument("[ticket]", "the ticket's id; all that failed where it is left out")
    .option("--note <text>", "tell this to the workers of the new attempts", "")
    .addOption(repositoryOption())
    .addOption(providerOption())
    .addOption(scenarioOption())
    .addOption(askOption())
    .addOption(quietBellOption())
    .addOption(baseUrlOption())
    .addOption(jsonOption("each new event, one a line,"))
    .addHelpText("after", examples)
    .action(async (run: string, ticket: string | undefined, options: RetryOptions) => {
      const { retryFromFlags } = await import("./retry-from-flags.ts");
      const { repo, note, json } = options;
      process.exitCode = await retryFromFlags({
        run,
        ticket: ticket ?? null,
        note,
        repo,
        format: json === true ? "json" : "text",
        backend: options,
      });
    });
}
