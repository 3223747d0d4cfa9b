import { resolve } from "node:path";
import type { Document } from "../../core/event.ts";
import type { TicketId } from "../../core/ids.ts";
import { ticketValues } from "../../core/pursue/ticket-prompts.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { fill } from "../../core/template.ts";
import { countText } from "../../core/words/count-text.ts";
import { rawToolsTokens, rawTokensOf } from "../../core/window/context-tokens.ts";
import { openSkeletons } from "../../skeletons/open-skeletons.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { refNames } from "../../workspaces/ref-names.ts";
import { openRepository } from "../../workspaces/repository.ts";
import { ticketContext } from "../../workspaces/ticket-context.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { findRoot } from "../find-root.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { type OutputFormat, print, printJson } from "../output.ts";
import { usageError } from "../usage-error.ts";

/** Shows what a ticket's worker would be given if it started now, part by part. Calls no model and changes nothing. */
export async function showDryRun(question: {
  readonly directory: string;
  readonly run: string;
  readonly ticket: string;
  readonly format: OutputFormat;
  /** The whole text of the prompt besides. */
  readonly all: boolean;
}): Promise<ExitCode> {
  const root = await findRoot(question.directory);
  if (!hasState(root)) throw noRuns(await runsElsewhere(root));
  const { state, ticket } = ticketOf(root, question.run, question.ticket);
  const readText = await branchReader(root, state.runId);
  const found = await ticketContext(ticket.ticket.files, readText, openSkeletons());
  const prompt = fill(
    state.settings.prompts.ticket,
    ticketValues(state, { ...ticket, documents: found.documents, skeletons: found.skeletons }),
  );
  const parts = [
    { part: "instructions", tokens: rawTokensOf(state.settings.prompts.system.tier3) },
    { part: "tools", tokens: rawToolsTokens("tier3") },
    ...partsOf("file", found.documents),
    ...partsOf("skeleton", found.skeletons),
  ];
  const named = new Set(found.documents.map(({ path }) => path));
  const missing = ticket.ticket.files.filter((path) => !named.has(path));
  const inParts = parts.reduce((sum, { tokens }) => sum + tokens, 0);
  const around = rawTokensOf(prompt) - tokensOf([...found.documents, ...found.skeletons]);
  const all = [...parts, { part: "ticket and headings", tokens: Math.max(0, around) }];
  const tokens = inParts + Math.max(0, around);
  if (question.format === "json")
    printJson({
      runId: state.runId,
      ticketId: ticket.ticket.id,
      parts: all,
      tokens,
      missing,
      prompt,
    });
  else {
    const rows = all.map(({ part, tokens: each }) => tokenRow(each, part));
    const sum = tokenRow(tokens, "in all, estimated");
    const lost = missing.map(
      (path) => `${" ".repeat(18)}${path} is not there, and would be left out`,
    );
    print(`${[...rows, sum, ...lost].join("\n")}\n${question.all ? `\n${prompt}\n` : ""}`);
  }
  return exitCodes.done;
}

const tokenRow = (tokens: number, part: string): string =>
  `${countText(tokens, "token").padStart(16)}  ${part}`;

function ticketOf(root: string, wanted: string, ticketId: string) {
  const reader = openStateReader(root);
  try {
    const { runId } = findRun(reader.listRuns(), wanted);
    const state = fold(reader.readEvents(runId));
    const ticket = state?.tickets.get(ticketId as TicketId);
    if (state === null || ticket === undefined) {
      const known = [...(state?.tickets.keys() ?? [])].join(", ") || "none yet";
      throw usageError(
        `Run ${runId} has no ticket ${JSON.stringify(ticketId)}. There are: ${known}.`,
      );
    }
    return { state, ticket };
  } finally {
    reader.close();
  }
}

/** Reads files as they are on the run's branch now, where its tickets start from. */
async function branchReader(root: string, runId: string) {
  const { git, headCommit } = await openRepository({
    repositoryRoot: resolve(root),
    environment: process.env,
  });
  const from = (await git.resolve(refNames(runId).runBranch)) ?? headCommit;
  return async (path: string): Promise<string | null> => {
    const { exitCode, stdout } = await git.attempt(["cat-file", "blob", `${from}:${path}`]);
    return exitCode === 0 ? new TextDecoder().decode(stdout) : null;
  };
}

const partsOf = (what: string, documents: readonly Document[]) =>
  documents.map(({ path, text }) => ({ part: `${what} ${path}`, tokens: rawTokensOf(text) }));

const tokensOf = (documents: readonly Document[]): number =>
  documents.reduce((sum, { text }) => sum + rawTokensOf(text), 0);
