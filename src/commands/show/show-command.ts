import { type Command, Option } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";
import { usageError } from "../usage-error.ts";

interface ShowOptions {
  readonly repo: string;
  readonly json?: true;
  readonly usage?: true;
  readonly transcript?: true;
  readonly session?: string;
  readonly format?: "text" | "md";
  readonly full?: true;
  readonly html?: string;
}

const examples = `
Examples:
  $ rehearsal show latest
  $ rehearsal show latest --usage
  $ rehearsal show latest --transcript                 what was said and done, turn by turn
  $ rehearsal show latest --transcript --session T-1   the same of one ticket
  $ rehearsal show latest --transcript --format md > run.md
  $ rehearsal show latest --html run.html              the same as a page, with lanes
  $ rehearsal show 2026-11-22-k3f9w --repo ../shop
  $ rehearsal show latest --json | jq '.tickets[] | select(.status != "done")'`;

export function defineShow(command: Command): void {
  command
    .argument("[run]", "the run's id, how it begins, or latest", "latest")
    .addOption(repositoryOption())
    .option("--usage", "tell who took which tokens: by tier, track, ticket, attempt and model")
    .option(
      "--transcript",
      "tell the whole story: turns, calls and their output, decisions, merges",
    )
    .option("--session <name>", "with --transcript: only a ticket, a track, a tier or a session")
    .addOption(
      new Option("--format <format>", "with --transcript: how it is written").choices([
        "text",
        "md",
      ]),
    )
    .option("--full", "with --transcript: long outputs to their end")
    .option("--html <file>", "write the story as a page")
    .addOption(jsonOption("the run"))
    .addHelpText("after", examples)
    .action(async (run: string, options: ShowOptions) => {
      requireOne(options);
      const { repo, json, usage, transcript, session, full, html } = options;
      const format = json === true ? "json" : "text";
      if (usage === true) {
        const { showUsage } = await import("./show-usage.ts");
        return await showUsage(run, repo, format);
      }
      if (html !== undefined) {
        const { showPage } = await import("./show-page.ts");
        return await showPage(run, repo, html);
      }
      if (transcript === true) {
        const { showTranscript } = await import("./show-transcript.ts");
        return await showTranscript({
          run,
          directory: repo,
          session: session ?? null,
          format: json === true ? "json" : (options.format ?? "text"),
          isFull: full === true,
        });
      }
      const { showRun } = await import("./show-run.ts");
      await showRun(run, repo, format);
    });
}

/** Flags that say nothing together are refused, so that none is passed over in silence. */
function requireOne({ usage, transcript, html, json, session, format, full }: ShowOptions): void {
  if ([usage, transcript, html].filter((flag) => flag !== undefined).length > 1)
    throw usageError(
      "--usage, --transcript and --html tell different things: ask for one of them.",
    );
  if (html !== undefined && json === true)
    throw usageError("--html writes a page and --json prints: ask for one of them at a time.");
  if (transcript !== true && (session !== undefined || format !== undefined || full === true))
    throw usageError("--session, --format and --full belong to --transcript: add it.");
  if (format !== undefined && json === true)
    throw usageError("--format and --json say twice how it is written: leave one of them out.");
}
