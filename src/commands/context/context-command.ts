import { type Command, Option } from "commander";
import { count, jsonOption, repositoryOption } from "../flags.ts";
import { usageError } from "../usage-error.ts";

interface ContextOptions {
  readonly repo: string;
  readonly session?: string;
  readonly turn?: number;
  readonly watch?: true;
  readonly follow?: true;
  readonly all?: true;
  readonly sort: "turn" | "size";
  readonly html?: string;
  readonly exact?: true;
  readonly ticket?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal context latest                        the session that called a model last
  $ rehearsal context latest --session T-1 --watch  follow a ticket's worker as the run goes on
  $ rehearsal context latest --watch --follow       follow whoever calls a model
  $ rehearsal context latest --session T-1 --turn 9 as it was right before the call of turn 9
  $ rehearsal context latest --sort size            the largest messages first
  $ rehearsal context latest --exact                have the provider count the next prompt
  $ rehearsal context latest --html context.html    a page with a chart for each session
  $ rehearsal context --ticket T-1 --dry-run        what its worker would be given, before anything is called
  $ rehearsal context latest --json | jq .session.utilisation`;

export function defineContext(command: Command): void {
  command
    .argument("[run]", "the run's id, how it begins, or latest", "latest")
    .addOption(repositoryOption())
    .option("--session <name>", "a session, or the ticket or track whose it is")
    .option(
      "--ticket <id>",
      "the session of a ticket's worker, or with --dry-run one that has not begun",
    )
    .option(
      "--dry-run",
      "with --ticket: what its worker would be given, part by part; nothing is called",
    )
    .option("--turn <n>", "how it was right before the call of that turn", count)
    .option(
      "--watch",
      "show it again whenever it has changed, until the run ends or you press Ctrl-C",
    )
    .option("--follow", "with --watch: go along to whichever session calls a model")
    .option("--all", "show every message, not only those that fit")
    .addOption(
      new Option("--sort <by>", "the order of the messages")
        .choices(["turn", "size"])
        .default("turn"),
    )
    .option("--exact", "have the provider count the next prompt: how far off is the estimate?")
    .option("--html <file>", "write a page with a chart for each session, or for the one named")
    .addOption(jsonOption("it"))
    .addHelpText("after", examples)
    .action(async (run: string, options: ContextOptions) => {
      const { repo, ticket, session = ticket ?? null, turn = null, html = null, sort } = options;
      const { watch, follow, all, json, exact } = options;
      if (follow === true && watch !== true)
        throw usageError("--follow is for --watch: add --watch, or leave it out.");
      if (options.dryRun === true) {
        if (ticket === undefined)
          throw usageError("--dry-run needs to know whose worker: add --ticket ID.");
        const { showDryRun } = await import("./dry-run.ts");
        const format = json === true ? "json" : "text";
        const question = { directory: repo, run, ticket, format, all: all === true } as const;
        process.exitCode = await showDryRun(question);
        return;
      }
      const { showContext } = await import("./show-context.ts");
      process.exitCode = await showContext({
        run,
        directory: repo,
        session,
        turn,
        htmlFile: html,
        format: json === true ? "json" : "text",
        rows: all === true ? "all" : "fitting",
        order: sort,
        look: follow === true ? "follow" : watch === true ? "watch" : "once",
        count: exact === true ? "exact" : "estimated",
      });
    });
}
