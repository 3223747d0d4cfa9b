import type { DecisionType } from "../../core/gates/decision.ts";
import type { AskedOf, Popup } from "../../core/gates/popup.ts";
import type { PopupKind } from "../../core/gates/popup-kinds.ts";
import type { Paper } from "../../core/words/paper.ts";
import { revealLine } from "../reveal.ts";
import { fit, wrapText } from "../wrap.ts";
import type { Page } from "./call-rows.ts";
import { popupTexts } from "./popup-text.ts";
import { ruleText } from "./rule-text.ts";

/** A popup as a person is asked: whose it is, what it is about, what can be answered. */
export interface PopupQuestion {
  readonly title: string;
  readonly body: readonly string[];
  /** The body in full, where `body` leaves rows out. */
  readonly all: readonly string[] | null;
  /** What stands above the options. */
  readonly prompt: string;
  readonly options: readonly Option[];
}

export interface Option {
  readonly choice: DecisionType | "show-all";
  readonly label: string;
}

/** The keys that choose without the arrows. What gives up a ticket has none: it should not be a slip. */
export const keyOf: Readonly<Partial<Record<Option["choice"], string>>> = {
  approve: "y",
  reject: "n",
  edit: "e",
  always: "a",
  "show-all": "v",
};

/**
 * `details`: what an approval would change, where that is known. `rowsMax`: what fits above the options on the screen,
 * so that whose it is stays in sight.
 */
export function questionFor(
  popup: Popup,
  paper: Paper,
  details: readonly string[] = [],
  rowsMax = Infinity,
): PopupQuestion {
  const { ink } = paper;
  const width = Math.max(16, paper.columns() - guideColumns);
  const rows = withDetails(popup, rowsOf(popup, { ink, width }), details, ink);
  const shown = Math.min(popupTexts[popup.kind].shownRows, Math.max(rowsMin, rowsMax));
  const left = rows.length - shown;
  const body =
    left > 0
      ? [
          ...rows.slice(0, shown),
          ink("yellow", fit(`… ${left} more rows: choose “Show all”`, width)),
        ]
      : rows;
  const rule =
    popup.proposedRule === null || !popup.decisions.includes("always")
      ? []
      : [
          "",
          ...wrapText(
            `Always adds the rule ${ruleText(popup.proposedRule)}, for later runs too`,
            width,
          ).map((row) => ink("dim", row)),
        ];
  return {
    title: titleOf(popup),
    body: [...body, ...rule],
    all: left > 0 ? [...rows, ...rule] : null,
    prompt: promptOf(popup),
    options: [
      ...popup.decisions.map((choice) => ({ choice, label: labelOf(popup, choice) })),
      ...(left > 0 ? [{ choice: "show-all" as const, label: "Show all of it" }] : []),
    ],
  };
}

/** So many rows are shown on the smallest terminal. */
const rowsMin = 6;

/** What a write changes comes before all that it writes: that is what a person looks for. */
function withDetails(
  { kind }: Popup,
  rows: readonly string[],
  details: readonly string[],
  ink: Paper["ink"],
): readonly string[] {
  if (details.length === 0) return rows;
  if (kind !== "tool") return [...rows, "", ...details];
  const [head = "", ...whole] = rows;
  return [head, ...details, "", ink("dim", "the whole file, as it would be:"), ...whole];
}

/** What stands left of a body's rows on the screen: `│  `. */
export const guideColumns = 3;

function titleOf(popup: Popup): string {
  return [
    popupTexts[popup.kind].name,
    ...(popup.ticketId === null ? [] : [`ticket ${revealLine(popup.ticketId)}`]),
    ...(popup.attempt === null ? [] : [`attempt ${popup.attempt}`]),
    ...(popup.trackId === null ? [] : [`track ${revealLine(popup.trackId)}`]),
  ].join(" · ");
}

const promptOf = <Kind extends PopupKind>({ kind, payload }: AskedOf<Kind>): string =>
  popupTexts[kind].prompt(payload);

const rowsOf = <Kind extends PopupKind>(
  { kind, payload }: AskedOf<Kind>,
  page: Page,
): readonly string[] => popupTexts[kind].rows(payload, page);

function labelOf(popup: Popup, choice: DecisionType): string {
  switch (choice) {
    case "approve":
      return popupTexts[popup.kind].approval;
    case "edit":
      return "Change it, then go on";
    case "always":
      return "Yes, and from now on always";
    case "reject":
      return "No, and say why";
    case "abort":
      return "Give up this ticket";
    case "answer":
      return "Answer";
    case "happened":
      return "It happened: go on without doing it again";
    case "redo":
      return "It did not: do it (again)";
    case "raise":
      return "Raise the budget";
    case "stop":
      return "Stop here";
    case "take":
      return "Take one side where both changed the same lines";
    case "retry":
      return "Try again: another attempt at the ticket";
  }
}
