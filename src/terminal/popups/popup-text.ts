import type { AskedOf } from "../../core/gates/popup.ts";
import type { PopupKind, PopupPayloads } from "../../core/gates/popup-kinds.ts";
import type { TimeLimit } from "../../core/ledger/time-limit.ts";
import { durationText } from "../../core/words/duration-text.ts";
import { isUnsolved, leftoverText } from "../../core/leftover.ts";
import type { Ticket, Track } from "../../core/planning/ticket.ts";
import { takesCommand } from "../../core/tools/tools.ts";
import { reveal, revealLine, revealTitle, revealWords } from "../reveal.ts";
import { ticketTree } from "../ticket-rows.ts";
import { toolText } from "../view/tool-text.ts";
import { wrapText } from "../wrap.ts";
import { callRows, type Page } from "./call-rows.ts";
import { limitText } from "./decision-text.ts";

/** What a person at a terminal is shown of popups of one kind. */
interface PopupText<Payload> {
  /** What it is called. */
  readonly name: string;
  /** What it asks, in one line. */
  line(payload: Payload): string;
  /** What stands above the options. */
  prompt(payload: Payload): string;
  /** What `approve` is called among the options. */
  readonly approval: string;
  /** How many rows of the payload are shown at first. */
  readonly shownRows: number;
  /** What it is about. What a terminal would hide is made visible: a person approves what stands here. */
  rows(payload: Payload, page: Page): readonly string[];
}

export const popupTexts: { readonly [Kind in PopupKind]: PopupText<PopupPayloads[Kind]> } = {
  tracks: {
    name: "Tracks",
    line: ({ tracks }) => `are these tracks right? (${tracks.length})`,
    prompt: () => "Are these the right tracks?",
    approval: "Yes, go on with these",
    shownRows: Infinity,
    rows: ({ tracks }, page) =>
      tracks.flatMap((track, index) => [...(index === 0 ? [] : [""]), ...partRows(track, page)]),
  },
  tickets: {
    name: "Tickets",
    line: ({ tickets }) => `are these tickets right? (${tickets.length})`,
    prompt: () => "Are these the right tickets?",
    approval: "Yes, go on with these",
    shownRows: Infinity,
    rows: ({ tickets }, page) => [
      ...ticketTree(
        tickets.map((ticket) => ({ ...ticket, status: null, note: null })),
        { ink: page.ink, columns: () => page.width },
      ),
      ...tickets.flatMap((ticket) => [
        "",
        ...partRows(ticket, page),
        ...(ticket.files.length === 0
          ? []
          : dimRows(`files: ${ticket.files.map(revealLine).join(", ")}`, page)),
      ]),
    ],
  },
  spawn: {
    name: "Start of a worker",
    line: () => "may this worker start?",
    prompt: () => "Start this worker with this prompt?",
    approval: "Yes, start it",
    shownRows: 14,
    rows: ({ prompt, files }, { ink, width }) => [
      ...wrapText(
        ink(
          "dim",
          files.length === 0 ? "no files in full" : `in full: ${files.map(revealLine).join(", ")}`,
        ),
        width,
      ),
      "",
      ...wrapText(revealWords(prompt), width),
    ],
  },
  leftovers: {
    name: "Left open by the commit",
    line: ({ leftovers }) =>
      `go on ${leftovers.some(isUnsolved) ? "in spite of" : "without"} ${leftovers.map(leftoverText).map(revealLine).join(", ")}?`,
    prompt: ({ leftovers }) =>
      leftovers.some(isUnsolved)
        ? "Go on with these as they are? What is not in the commit is kept besides."
        : "Go on without these? They are kept besides.",
    approval: "Yes, go on so",
    shownRows: 14,
    rows: ({ leftovers }, { width }) =>
      leftovers.flatMap((leftover) => wrapText(`- ${revealLine(leftoverText(leftover))}`, width)),
  },
  step: {
    name: "Next step",
    line: ({ title }) => `go on with ${revealTitle(title)}?`,
    prompt: () => "Go on with this ticket?",
    approval: "Yes, go on",
    shownRows: Infinity,
    rows: ({ title }, { width }) => wrapText(revealTitle(title), width),
  },
  tool: {
    name: "Tool call",
    line: ({ tool, input }) => toolText(tool, input),
    prompt: ({ tool }) =>
      takesCommand(tool) || tool === "check" ? "Run this command?" : "Allow this?",
    approval: "Yes, this once",
    shownRows: 40,
    rows: callRows,
  },
  question: {
    name: "Question",
    line: ({ question }) => revealTitle(question),
    prompt: () => "What do you answer?",
    approval: "Yes",
    shownRows: Infinity,
    rows: ({ question }, { width }) => wrapText(revealWords(question), width),
  },
  merge: {
    name: "Merge",
    line({ conflicts, failedCheck }) {
      if (failedCheck !== undefined)
        return `together with what is merged already, ${revealLine(failedCheck.command)} fails: what now?`;
      return conflicts.length === 0
        ? "may this be merged?"
        : `conflict in ${conflicts.map(revealLine).join(", ")}: what now?`;
    },
    prompt({ conflicts, failedCheck }) {
      if (failedCheck !== undefined) return "It can't be merged like this. What now?";
      return conflicts.length === 0 ? "Merge this?" : "How shall this be merged?";
    },
    approval: "Yes, merge it",
    shownRows: 40,
    rows: ({ commit, conflicts, failedCheck }, { ink, width }) => [
      ...wrapText(`commit ${revealLine(commit).slice(0, 12)}`, width),
      ...conflicts.flatMap((path) =>
        wrapText(`${ink("yellow", "▲")} both changed ${revealLine(path)}`, width),
      ),
      ...(failedCheck === undefined
        ? []
        : [
            ...wrapText(`${ink("red", "✗")} ${revealLine(failedCheck.command)}`, width),
            ...wrapText(reveal(failedCheck.output.trimEnd()), width),
          ]),
    ],
  },
  budget: {
    name: "Budget",
    line: ({ time }) =>
      time === undefined
        ? "the next call would pass the budget"
        : `the time of ${whoseTime(time)} is used up: ${durationText(time.limitMs)}`,
    prompt: ({ time }) =>
      time === undefined
        ? "The next call would pass the budget. What now?"
        : "The time is used up. What now?",
    approval: "Go on for as long once more",
    shownRows: Infinity,
    rows: ({ limitTokens, limitUsd, usedTokens, usedUsd, nextTokens, time }, { width }) => [
      ...(time === undefined
        ? []
        : [
            ...wrapText(`time    ${durationText(time.limitMs)} for ${whoseTime(time)}`, width),
            ...wrapText(`worked  ${durationText(time.usedMs)}`, width),
          ]),
      ...wrapText(`limit   ${limitText(limitTokens, limitUsd)}`, width),
      ...wrapText(`used    ${limitText(usedTokens, usedUsd)}`, width),
      ...(time !== undefined
        ? []
        : wrapText(
            `next    up to ${nextTokens.toLocaleString("en-US")} tokens for one call`,
            width,
          )),
    ],
  },
  "in-doubt": {
    name: "In doubt",
    line: ({ tool, input }) => `did this happen before the crash? ${toolText(tool, input)}`,
    prompt: () => "Did it happen?",
    approval: "Yes",
    shownRows: 40,
    rows: (payload, page) => [
      ...wrapText(
        "The run stopped while this was under way. Nothing says whether it was done:",
        page.width,
      ),
      "",
      ...callRows(payload, page),
    ],
  },
};

const whoseTime = ({ of, ticketId }: TimeLimit): string =>
  ticketId === null ? (of === "run" ? "the run" : `all of ${of}`) : revealLine(ticketId);

/** What a popup asks, in one line. */
export const popupLine = <Kind extends PopupKind>({ kind, payload }: AskedOf<Kind>): string =>
  popupTexts[kind].line(payload);

/** A track or a ticket of a plan: its name, and its description below. */
const partRows = (
  { id, title, description }: Pick<Track, "id" | "title" | "description"> | Ticket,
  page: Page,
): readonly string[] => [
  ...wrapText(`${page.ink("bold", revealLine(id))}  ${revealTitle(title)}`, page.width),
  ...(description === "" ? [] : dimRows(revealWords(description), page)),
];

const dimRows = (text: string, { ink, width }: Page): readonly string[] =>
  wrapText(text, width - 2).map((row) => {
    const dim = ink("dim", row);
    return dim === "" ? dim : `  ${dim}`;
  });
