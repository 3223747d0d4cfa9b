import type { DecisionType, Popup } from "../../core/gates/popup.ts";
import { takesCommand } from "../../core/tools/tools.ts";
import type { Paper } from "../paper.ts";
import { payloadRows } from "./payload-rows.ts";
import { revealLine } from "../reveal.ts";
import { ruleText } from "./rule-text.ts";
import { fit, wrapText } from "../wrap.ts";

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

/** How many rows of a payload are shown at first; planners' proposals are always shown whole. */
const shownRows: Readonly<Record<Popup["kind"], number>> = {
  tracks: Infinity,
  tickets: Infinity,
  spawn: 14,
  step: Infinity,
  tool: 40,
  question: Infinity,
  merge: Infinity,
  budget: Infinity,
  "in-doubt": 40,
};

export function questionFor(popup: Popup, paper: Paper): PopupQuestion {
  const { ink } = paper;
  const width = Math.max(16, paper.columns() - guideColumns);
  const rows = payloadRows(popup, paper, width);
  const shown = shownRows[popup.kind];
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
          ...wrapText(`Always adds the rule ${ruleText(popup.proposedRule)}`, width).map((row) =>
            ink("dim", row),
          ),
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

/** What stands left of a body's rows on the screen: `│  `. */
const guideColumns = 3;

const names: Readonly<Record<Popup["kind"], string>> = {
  tracks: "Tracks",
  tickets: "Tickets",
  spawn: "Start of a worker",
  step: "Next step",
  tool: "Tool call",
  question: "Question",
  merge: "Merge",
  budget: "Budget",
  "in-doubt": "In doubt",
};

function titleOf(popup: Popup): string {
  return [
    names[popup.kind],
    ...(popup.ticketId === null ? [] : [`ticket ${revealLine(popup.ticketId)}`]),
    ...(popup.attempt === null || popup.ticketId === null ? [] : [`attempt ${popup.attempt}`]),
    ...(popup.trackId === null ? [] : [`track ${revealLine(popup.trackId)}`]),
  ].join(" · ");
}

function promptOf(popup: Popup): string {
  switch (popup.kind) {
    case "tracks":
      return "Are these the right tracks?";
    case "tickets":
      return "Are these the right tickets?";
    case "spawn":
      return "Start this worker with this prompt?";
    case "step":
      return "Go on with this ticket?";
    case "tool":
      return takesCommand(popup.payload.tool) || popup.payload.tool === "check"
        ? "Run this command?"
        : "Allow this?";
    case "question":
      return "What do you answer?";
    case "merge":
      return popup.payload.conflicts.length === 0 ? "Merge this?" : "How shall this be merged?";
    case "budget":
      return "The next call would pass the budget. What now?";
    case "in-doubt":
      return "Did it happen?";
  }
}

function labelOf(popup: Popup, choice: DecisionType): string {
  switch (choice) {
    case "approve":
      return approvals[popup.kind];
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
      return "Stop the run here";
    case "take":
      return "Take one side where both changed the same lines";
    case "retry":
      return "Try again: another attempt at the ticket";
  }
}

const approvals: Readonly<Record<Popup["kind"], string>> = {
  tracks: "Yes, go on with these",
  tickets: "Yes, go on with these",
  spawn: "Yes, start it",
  step: "Yes, go on",
  tool: "Yes, this once",
  question: "Yes",
  merge: "Yes, merge it",
  budget: "Yes",
  "in-doubt": "Yes",
};
