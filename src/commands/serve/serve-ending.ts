import { countText } from "../../core/words/count-text.ts";
import type { ServedProblem } from "../../replies/reply-problem.ts";
import type { Paper } from "../../core/words/paper.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";
import { wrapLine } from "../../terminal/wrap.ts";
import type { RequestEntry } from "./request-entry.ts";
import type { Labels } from "./reply-label.ts";
import { hintFor } from "./request-rows.ts";
import type { LeftReplies } from "./served-tests.ts";
import type { ServeResult } from "./served-scenario.ts";

/** What serving came to, and what its rows name. */
export interface ServeEnding extends ServeResult {
  /** As a user can open it. */
  readonly file: string;
  readonly labels: Labels;
}

const listedMax = 10;

/** The summary after Ctrl-C: how much there was, and what did not fit. */
export function endingRows(ending: ServeEnding, paper: Paper): readonly string[] {
  const { file, counts, problems, unmatched, refused, labels } = ending;
  const { ink } = paper;
  // Those of requests are listed as requests.
  const others = problems.filter(({ type }) => type !== "unmatched-request");
  const unexpected = others.filter(({ type }) => type === "unmet-expectation");
  const left = others.filter(({ type }) => type === "left-reply");
  const unused = others.filter(({ type }) => type !== "unmet-expectation" && type !== "left-reply");
  const summary = wrapLine(summaryText(ending), paper.columns()).map((row) => ink("bold", row));
  if (problems.length === 0 && counts.refused === 0)
    return [...summary, ink("green", "Every reply was met, and every request had one.")];
  const list = (title: string, texts: readonly string[], count: number): readonly string[] =>
    count === 0 ? [] : [ink("red", `${title}:`), ...bulletRows(texts, count, paper)];
  const listProblems = (title: string, some: readonly ServedProblem[]): readonly string[] =>
    list(
      title,
      some.slice(0, listedMax).map((problem) => problemText(problem, labels, file)),
      some.length,
    );
  return [
    ...summary,
    ...list("Unmatched", unmatched.map(amissText), counts.unmatched),
    ...list("Refused", refused.map(amissText), counts.refused),
    ...listProblems("Not as expected", unexpected),
    ...listProblems("Left", left),
    ...listProblems("Unused", unused),
  ];
}

function summaryText({ counts, left }: ServeEnding): string {
  return [
    countText(counts.requests, "request"),
    repliesText(left),
    ...(counts.faulted === 0 ? [] : [countText(counts.faulted, "fault")]),
    ...(counts.unmatched === 0 ? [] : [`${counts.unmatched} unmatched`]),
    ...(counts.refused === 0 ? [] : [`${counts.refused} refused`]),
    ...(counts.left === 0 ? [] : [`${counts.left} left by the client`]),
  ].join(" · ");
}

/** Those for any number of requests need not be met, and are not counted among those that must. */
function repliesText({ used, of, always }: LeftReplies): string {
  const due = `${used.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} replies used`;
  if (always === 0) return due;
  const others = `${always.toLocaleString("en-US")} always`;
  return of === 0 ? others : `${due}, +${others}`;
}

/** `count` of them there are; the first ten are shown. */
function bulletRows(
  texts: readonly string[],
  count: number,
  { columns, ink }: Paper,
): readonly string[] {
  const rows = texts
    .slice(0, listedMax)
    .flatMap((text) =>
      wrapLine(text, columns() - 4).map((row, index) =>
        index === 0 ? `  - ${row}` : `    ${row}`,
      ),
    );
  const more = count - Math.min(texts.length, listedMax);
  return more === 0 ? rows : [...rows, ink("dim", `  and ${more.toLocaleString("en-US")} more`)];
}

function amissText(entry: RequestEntry): string {
  const { number, method, path, outcome, status } = entry;
  const where = `#${number} ${method} ${path}`;
  const message = outcome !== null && "message" in outcome ? outcome.message : "";
  const hint = hintFor(entry);
  const why =
    outcome?.type === "refused" ? `${where}, ${status}: ${message}` : `${where}: ${message}`;
  return sanitizeLine(why) + (hint === null ? "" : ` (${hint})`);
}

/** With where the reply is written, if that can be told. */
function problemText({ message, reply }: ServedProblem, labels: Labels, file: string): string {
  const line = reply === null ? null : (labels.get(reply)?.line ?? null);
  const text = sanitizeLine(message);
  return line === null ? text : `${text.replace(/\.$/, "")} · ${file}:${line}`;
}
