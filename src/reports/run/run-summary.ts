import type { ProjectedPopup, Projection } from "../../core/projection.ts";
import { streamIdOf, trackId } from "../../core/ids.ts";
import { outcomeText } from "./outcome-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { type Column, tableRows } from "../table.ts";
import { ticketReport } from "./ticket-report.ts";
import { usageTable } from "../usage/usage-table.ts";

/** A ref that keeps what a ticket's worker made and the branch does not hold. */
export interface KeptRef {
  readonly ref: string;
  /** Files that no commit of the ticket could hold, with the reason in brackets. */
  readonly leftovers: readonly string[];
}

/** What the projection of a run does not tell. */
interface After {
  readonly kept: readonly KeptRef[];
  /** The command that goes on with the run. */
  readonly goOn: string;
  /** What was said in the last turn of each stream, by its id. */
  readonly lastWords: ReadonlyMap<string, string>;
}

/** The text of `rehearsal show RUN`. */
export function summary(
  projection: Projection,
  paper: Paper,
  { kept, goOn, lastWords }: After,
): string {
  const sections = [
    heading(projection, paper, goOn),
    ...projection.tracks.map((track) => trackSection(projection, track.id, paper)),
    titled("Streams", streamRows(projection, lastWords, paper), paper),
    titled("Decisions", popupRows(projection, paper), paper),
    titled("Kept: work that is not on the branch", keptRows(kept, paper), paper),
    titled("Tokens", usageTable(projection.usage, paper), paper),
    [
      paper.ink(
        "dim",
        `${projection.events.toLocaleString("en-US")} events, digest ${projection.digest.slice(0, 16)}`,
      ),
    ],
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

function heading(projection: Projection, paper: Paper, goOn: string): readonly string[] {
  const { ink, cleanLine } = paper;
  const { failure } = projection;
  return [
    ...paper.wrap(cleanLine(projection.epic), paper.columns()).map((row) => ink("bold", row)),
    `${ink("dim", `run ${cleanLine(projection.runId)}`)}  ${outcomeText(projection.outcome, paper)}`,
    ...(failure === null
      ? []
      : paper
          .wrap(`${failure.code}: ${cleanLine(failure.message)}`, paper.columns())
          .map((row) => ink("red", row))),
    ...(projection.outcome === "waiting" || projection.outcome === "interrupted"
      ? [`${ink("dim", "go on with")} ${goOn}`]
      : []),
  ];
}

function trackSection(projection: Projection, trackId: string, paper: Paper): readonly string[] {
  const track = projection.tracks.find((one) => one.id === trackId);
  if (track === undefined) return [];
  const { ink, cleanLine } = paper;
  const tickets = projection.tickets.filter((ticket) => ticket.trackId === trackId);
  const title = `${ink("cyan", "◇")} ${ink("bold", cleanLine(track.id))}  ${cleanLine(track.title)} ${ink("dim", `(${track.status})`)}`;
  return [paper.fit(title, paper.columns()), ...ticketReport(tickets, paper)];
}

function streamRows(
  projection: Projection,
  lastWords: After["lastWords"],
  paper: Paper,
): readonly string[] {
  const { cleanLine } = paper;
  const plans = plansOf(projection);
  const streams = Object.entries(projection.streams).map(([id, stream]) => ({ id, ...stream }));
  type Row = (typeof streams)[number];
  const columns: readonly Column<Row>[] = [
    { title: "Stream", align: "left", cell: (row) => cleanLine(row.id) },
    { title: "Turns", align: "right", cell: (row) => row.turns.toLocaleString("en-US") },
    { title: "Status", align: "left", cell: (row) => row.status },
    {
      title: "Last words",
      align: "left",
      cell: (row) => cleanLine(plans.get(row.id) ?? lastLine(lastWords.get(row.id) ?? "", paper)),
    },
  ];
  // On a narrow terminal the column with the last words is left out.
  const shown = paper.columns() < 64 ? columns.slice(0, 2) : columns;
  return streams.length === 0 ? [] : tableRows(shown, streams, paper);
}

/** What planners made, by their streams, as titles: their words are JSON. */
function plansOf({ tracks, tickets }: Projection): ReadonlyMap<string, string> {
  const titles = (parts: readonly { readonly title: string }[]) =>
    parts.map(({ title }) => title).join("; ");
  return new Map<string, string>([
    ...(tracks.length === 0 ? [] : [[streamIdOf({ tier: "tier1" }), titles(tracks)] as const]),
    ...tracks.flatMap(({ id }) => {
      const own = tickets.filter((ticket) => ticket.trackId === id);
      return own.length === 0
        ? []
        : [[streamIdOf({ tier: "tier2", trackId: trackId(id) }), titles(own)] as const];
    }),
  ]);
}

/** The last line of a text that is not empty. */
function lastLine(text: string, paper: Paper): string {
  return paper.cleanLine(paper.clean(text).trimEnd().split("\n").at(-1) ?? "");
}

function popupRows(projection: Projection, paper: Paper): readonly string[] {
  const columns: readonly Column<ProjectedPopup>[] = [
    { title: "Popup", align: "left", cell: (popup) => paper.cleanLine(popup.id) },
    { title: "Decision", align: "left", cell: (popup) => popup.decision ?? "open" },
  ];
  return projection.popups.length === 0 ? [] : tableRows(columns, projection.popups, paper);
}

function keptRows(
  kept: readonly KeptRef[],
  { ink, cleanLine, wrap, columns }: Paper,
): readonly string[] {
  return kept.flatMap(({ ref, leftovers }) => [
    ...wrap(`git show ${cleanLine(ref)}`, columns()),
    ...leftovers.flatMap((left) => wrap(ink("dim", `  ${cleanLine(left)}`), columns())),
  ]);
}

function titled(title: string, rows: readonly string[], paper: Paper): readonly string[] {
  return rows.length === 0 ? [] : [paper.ink("bold", title), ...rows];
}
