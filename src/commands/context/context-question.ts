import type { OutputFormat } from "../output.ts";
import type { RowOrder } from "../../reports/context/context-messages.ts";
import { usageError } from "../usage-error.ts";

/** What a person asked to see of the context windows of a run. */
export interface ContextQuestion {
  readonly run: string;
  readonly directory: string;
  /** The session's name; `null`: the session that called a model last. */
  readonly session: string | null;
  /** Shows the window as it was right before the call of this turn; `null`: as it is now. */
  readonly turn: number | null;
  readonly htmlFile: string | null;
  readonly format: OutputFormat;
  readonly rows: "fitting" | "all";
  readonly order: RowOrder;
  /** `watch` keeps showing one session; `follow` switches to whichever session calls a model. */
  readonly look: "once" | "watch" | "follow";
  /** `exact`: the provider counts the prompt too. */
  readonly count: "estimated" | "exact";
}

/** Refuses flags that exclude each other; none is ignored silently. */
export function checkQuestion(question: ContextQuestion): void {
  const { session, turn, htmlFile, format, rows, order, look, count } = question;
  const watches = look !== "once";
  if (count === "exact" && (watches || htmlFile !== null))
    throw usageError("--exact asks once, for one session: leave out --watch and --html.");
  if (watches && turn !== null)
    throw usageError("--watch shows how it is now, --turn how it was: leave out one of them.");
  if (watches && htmlFile !== null)
    throw usageError("--html writes a page once: leave out --watch, or --html.");
  if (watches && rows === "all" && format === "text")
    throw usageError(
      "--watch shows what fits the screen: leave out --all, or look without --watch.",
    );
  if (htmlFile !== null && format === "json")
    throw usageError("--html writes a page and --json prints: ask for one of them at a time.");
  if (order === "size" && format === "json")
    throw usageError(
      "--sort is for people: with --json the rows come in order, each with its size.",
    );
  if (look === "follow" && session !== null)
    throw usageError("--follow goes along to whoever calls: leave it out, or --session.");
}
