import type { ContextSummary } from "../../core/window/context-summary.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import type { Projection } from "../../core/projection.ts";
import { contextBar, fullText, shareText, tokensText } from "./context-bar.ts";
import { contextList, foldedList } from "./context-list.ts";
import { messageRows, type RowOrder } from "./context-messages.ts";
import {
  estimateText,
  lastCacheText,
  leftOutText,
  nextCallText,
  phaseText,
  roomText,
  savingTexts,
  unknownWindowText,
  windowSnippet,
} from "./context-words.ts";
import type { Paper } from "../../core/words/paper.ts";
import { runHeading } from "../run/run-heading.ts";

/** What a report on the context windows of a run shows. */
export interface ShownContext {
  readonly run: Pick<Projection, "runId" | "epic" | "outcome">;
  /** The sessions to list; empty where one session was asked for. */
  readonly summaries: readonly ContextSummary[];
  /** How many attempts the ticket of the shown session has had so far. */
  readonly attempts: number;
  /** Shows the window as it was right before the call of this turn; `null`: as it is now. */
  readonly turn: number | null;
  readonly view: ContextView;
}

/** Rows that stay together. Where the screen is too small, blocks with the highest rank are left out first. */
interface Block {
  readonly section: "run" | "list" | "fill" | "parts" | "hint";
  readonly rank: number;
  readonly rows: readonly string[];
}

const barColumnsMax = 40;
const messageRowsMin = 6;

/** The whole report. It has as many messages as `heightMax` lines leave room for, and a few at least. */
export function contextReport(
  shown: ShownContext,
  messages: { readonly order: RowOrder; readonly heightMax: number },
  paper: Paper,
): string {
  const above = joined(blocksOf(shown, contextList, paper));
  const heightMax = Math.max(messageRowsMin, messages.heightMax - above.length - 1);
  const more =
    messages.order === "turn"
      ? "; --all shows them, --sort size the largest"
      : "; --all shows them";
  const rows = messageRows(shown.view.rows, { order: messages.order, heightMax, more }, paper);
  return `${[...above, "", ...rows].join("\n")}\n`;
}

/**
 * The report in at most `height` rows. Where it is too long, messages are left out first, then the blocks of the
 * highest rank; never the bar.
 */
export function contextFrame(
  shown: ShownContext,
  frame: { readonly order: RowOrder; readonly height: number; readonly hint: string },
  paper: Paper,
): readonly string[] {
  const hint: Block = { section: "hint", rank: 6, rows: dim(frame.hint, paper) };
  const whole = [...blocksOf(shown, contextList, paper), hint];
  // Where the list of sessions is long, closed ones are folded, so that the session itself has room.
  const isTight = joined(whole).length + 1 + messageRowsMin > frame.height;
  let blocks = isTight ? [...blocksOf(shown, foldedList, paper), hint] : whole;
  while (joined(blocks).length > frame.height && blocks.length > 1) {
    const last = Math.max(...blocks.map(({ rank }) => rank));
    blocks = blocks.filter(({ rank }) => rank !== last);
  }
  // The hint is last, below the messages.
  const below = joined(blocks.filter(({ section }) => section === "hint"));
  const above = joined(blocks.filter(({ section }) => section !== "hint"));
  const heightMax = frame.height - joined(blocks).length - 1;
  const { order } = frame;
  const rows = messageRows(shown.view.rows, { order, heightMax, more: "" }, paper);
  const sections = [above, rows, below].filter((section) => section.length > 0);
  return sections
    .flatMap((section, index) => (index === 0 ? section : ["", ...section]))
    .slice(0, frame.height);
}

/** Joins blocks, with a blank row between sections. */
function joined(blocks: readonly Block[]): readonly string[] {
  const filled = blocks.filter(({ rows }) => rows.length > 0);
  return filled.flatMap(({ section, rows }, index) => {
    const isNew = index > 0 && filled[index - 1]!.section !== section;
    return isNew ? ["", ...rows] : rows;
  });
}

function blocksOf(
  { run, summaries, attempts, turn, view }: ShownContext,
  listRows: typeof contextList,
  paper: Paper,
): readonly Block[] {
  const { cache } = view;
  const standing = turn === null ? run.outcome : "running";
  const sessions = { summaries, shownId: view.sessionId, standing };
  const list = summaries.length < 2 ? [] : listRows(sessions, paper);
  const asOf = turn === null ? "" : `as it was right before the call of turn ${tokensText(turn)}`;
  const [why, paying] = [lastCacheText(view), savingTexts(cache)];
  return [
    { section: "run", rank: 4, rows: [...runHeading(run, paper), ...dim(asOf, paper)] },
    { section: "list", rank: 5, rows: list },
    { section: "fill", rank: 2, rows: headRows(view, { attempts, standing }, paper) },
    { section: "fill", rank: 0, rows: barRows(view, paper) },
    { section: "fill", rank: 1, rows: warningRows(view, paper) },
    { section: "fill", rank: 3, rows: fillRows(view, paper) },
    { section: "parts", rank: 7, rows: wrapped(partsText(view), paper) },
    { section: "parts", rank: 8, rows: wrapped(cacheText(view, paper), paper) },
    { section: "parts", rank: 9, rows: why === null ? [] : dim(why, paper) },
    { section: "parts", rank: 10, rows: paying.flatMap((text) => dim(text, paper)) },
  ];
}

const wrapped = (text: string, paper: Paper): readonly string[] =>
  text === "" ? [] : paper.wrap(text, paper.columns());
const dim = (text: string, paper: Paper): readonly string[] =>
  wrapped(text, paper).map((row) => paper.ink("dim", row));

function headRows(
  view: ContextView,
  { attempts, standing }: { readonly attempts: number; readonly standing: Projection["outcome"] },
  paper: Paper,
): readonly string[] {
  const { cleanLine } = paper;
  const about = [
    cleanLine(view.sessionId),
    ...(attempts > 1 ? [`attempt ${view.attempt} of ${attempts}`] : []),
    `${cleanLine(view.model)} (${cleanLine(view.provider)})`,
    `turn ${tokensText(view.turn)}`,
    phaseText(view.phase, standing),
  ].join(" · ");
  return [
    paper.ink("bold", paper.fit(cleanLine(view.streamId), paper.columns())),
    ...dim(about, paper),
  ];
}

function barRows(view: ContextView, paper: Paper): readonly string[] {
  const { utilisation, limitTokens, headroomTokens, estimatedTokens } = view;
  if (limitTokens === null || utilisation === null) return wrapped(estimateText(view), paper);
  const fill = ` ${fullText(utilisation)} of ${tokensText(limitTokens)}`;
  const columns = Math.min(barColumnsMax, Math.max(8, paper.columns() - fill.length));
  const roomTokens = estimatedTokens + (headroomTokens ?? 0);
  const roomShare = roomTokens > 0 ? roomTokens / limitTokens : null;
  return [contextBar({ share: utilisation, roomShare }, columns, paper) + fill];
}

/** Warnings, above all else: why the session failed, what the next call would leave out. */
function warningRows(view: ContextView, paper: Paper): readonly string[] {
  const { failure, nextCall } = view;
  const next = nextCallText(view);
  const style = nextCall.type === "exceeded" ? "red" : "yellow";
  const failed = failure === null ? "" : `✗ ${failure.code}: ${paper.cleanLine(failure.message)}`;
  return [
    ...wrapped(failed, paper).map((row) => paper.ink("red", row)),
    ...wrapped(next ?? "", paper).map((row) => paper.ink(style, row)),
  ];
}

function fillRows(view: ContextView, paper: Paper): readonly string[] {
  const [room, before] = [roomText(view), leftOutText(view)];
  const name = paper.cleanLine(view.model);
  const unknown = [
    ...dim(unknownWindowText(name), paper),
    ...wrapped(`  ${windowSnippet(name)}`, paper),
  ];
  return [
    ...(view.limitTokens === null ? unknown : wrapped(estimateText(view), paper)),
    ...(room === null ? [] : dim(room, paper)),
    ...(before === null ? [] : dim(before, paper)),
  ];
}

function partsText({ parts }: ContextView): string {
  const { systemTokens, toolsTokens, filesTokens, historyTokens } = parts;
  return [
    `system ${tokensText(systemTokens)}`,
    `tools ${tokensText(toolsTokens)}`,
    `files ${tokensText(filesTokens)}`,
    `history ${tokensText(historyTokens)}`,
  ].join(" · ");
}

/**
 * Whether the cache paid; empty before the first report. When it expires is said only where the session calls
 * again.
 */
function cacheText({ cache, nextCall }: ContextView, paper: Paper): string {
  const { last, hitRate, remainingMs, reportsWrites } = cache;
  if (last === null || hitRate === null) return "";
  const isOver = nextCall.type === "none" || remainingMs === null;
  const kept =
    remainingMs === 0 ? "expired by now" : `kept for ${paper.duration(remainingMs ?? 0)} more`;
  return [
    `cache ${shareText(hitRate)} of all input`,
    `${tokensText(cache.readTokens)} read`,
    reportsWrites
      ? `${tokensText(cache.writtenTokens)} written`
      : "what is written is not reported",
    ...(isOver ? [] : [kept]),
  ].join(" · ");
}
