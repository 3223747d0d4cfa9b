import type { FailureCode } from "../../core/failure.ts";
import type { Projection } from "../../core/projection.ts";
import { outcomeText } from "./outcome-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { ticketCounts, ticketReport } from "./ticket-report.ts";
import { usageTable } from "../usage/usage-table.ts";

/** What the closing text of a run needs to know of it. */
export type RunResult = Pick<
  Projection,
  "runId" | "outcome" | "failure" | "tickets" | "popups" | "usage"
> & {
  readonly elapsedMs: number;
  /** The branch that holds what was merged. */
  readonly branch: string;
  /** The commands that the text proposes, as they work where they are pasted: `git` is how git is called. */
  readonly commands: Readonly<Record<"show" | "resume" | "retry" | "git", string>>;
};

/** The text that closes a run: tickets, tokens, and what to type next. */
export function ending(result: RunResult, paper: Paper): string {
  const { ink, cleanLine } = paper;
  const counts = ticketCounts(result.tickets);
  const headline = [
    `${outcomeText(result.outcome, paper)} ${ink("dim", `after ${paper.duration(result.elapsedMs)}`)}`,
    ...(counts === "" ? [] : [counts]),
  ].join(ink("dim", " · "));
  const failure =
    result.failure === null
      ? []
      : paper
          .wrap(cleanLine(failureText(result.failure)), paper.columns() - 2)
          .map((row) => `  ${ink("red", row)}`);
  const open = result.popups.filter((popup) => popup.decision === null);
  const sections = [
    [...paper.wrap(headline, paper.columns()), ...failure],
    result.tickets.length === 0 ? [] : ticketReport(result.tickets, paper),
    open.map(
      (popup) =>
        `${ink("yellow", "◆")} waits for you: ${popup.kind}${popup.ticketId === null ? "" : ` of ${cleanLine(popup.ticketId)}`}`,
    ),
    usageTable(result.usage, paper),
    nextSteps(result).map(([name, text]) => `${ink("dim", name.padEnd(8))} ${ink("bold", text)}`),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

/** A failure by a window that was too small is shortened: its session has shown it in full, above. */
function failureText({ code, message }: NonNullable<RunResult["failure"]>): string {
  return code === "context-exceeded" ? code : `${code}: ${message}`;
}

const serverIsAway = "nothing here: the server is in trouble, or has too much to do; go on later";

/** What is to be done outside before the run can go on; of what is absent, the failure's own words say it. */
const mendings: Readonly<Record<string, string | undefined>> = {
  authentication: "set the right key in this shell",
  permission: "where the key is from: its credit, or its right to use this model",
  "connection-failed": "start the server there, or name where it is: --base-url URL",
  "rate-limited": serverIsAway,
  overloaded: serverIsAway,
  "server-error": serverIsAway,
  timeout: serverIsAway,
} satisfies Partial<Record<FailureCode, string>>;

function mending({ outcome, failure }: RunResult): readonly (readonly [string, string])[] {
  const text = outcome === "waiting" && failure !== null ? mendings[failure.code] : undefined;
  return text === undefined ? [] : [["Mend", text]];
}

function nextSteps(result: RunResult): readonly (readonly [string, string])[] {
  const merged = result.tickets.some((ticket) => ticket.status === "done");
  const look = [
    ["Branch", result.branch],
    ["Look", `${result.commands.git} diff HEAD...${result.branch}`],
    ["Take it", `${result.commands.git} merge ${result.branch}`],
  ] as const;
  const branch = merged ? look : [];
  switch (result.outcome) {
    case "done":
      return branch;
    case "failed":
      return [
        ...branch.slice(0, 2),
        ["See why", result.commands.show],
        ...(result.tickets.some(({ status }) => status === "failed")
          ? ([["Retry", result.commands.retry]] as const)
          : []),
      ];
    case "waiting":
    case "interrupted":
    case "running":
      return [...branch.slice(0, 1), ...mending(result), ["Go on", result.commands.resume]];
  }
}
