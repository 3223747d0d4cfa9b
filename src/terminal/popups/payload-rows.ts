import type { JsonObject } from "../../core/json.ts";
import type { Popup } from "../../core/gates/popup.ts";
import { limitText } from "./decision-text.ts";
import type { Paper } from "../paper.ts";
import { reveal, revealLine } from "../reveal.ts";
import { ticketTree } from "../ticket-rows.ts";
import { wrapText } from "../wrap.ts";

/**
 * What a popup is about, as rows at most `width` columns wide. What a terminal would hide is made visible:
 * a person approves what stands here.
 */
export function payloadRows(popup: Popup, paper: Paper, width: number): readonly string[] {
  const { ink } = paper;
  const wrap = (text: string) => wrapText(text, width);
  switch (popup.kind) {
    case "tracks":
      return popup.payload.tracks.flatMap((track, index) => [
        ...(index === 0 ? [] : [""]),
        ...wrap(`${ink("bold", revealLine(track.id))}  ${revealLine(track.title)}`),
        ...indent(describe(track.description, paper, width - 2)),
      ]);
    case "tickets":
      return [
        ...ticketTree(
          popup.payload.tickets.map((ticket) => ({ ...ticket, status: null, note: null })),
          { ink, columns: () => width },
        ),
        ...popup.payload.tickets.flatMap((ticket) => [
          "",
          ...wrap(`${ink("bold", revealLine(ticket.id))}  ${revealLine(ticket.title)}`),
          ...indent(describe(ticket.description, paper, width - 2)),
          ...(ticket.files.length === 0
            ? []
            : indent(
                wrapText(`files: ${ticket.files.map(revealLine).join(", ")}`, width - 2).map(
                  (row) => ink("dim", row),
                ),
              )),
        ]),
      ];
    case "spawn":
      return [
        ...wrap(
          ink(
            "dim",
            popup.payload.files.length === 0
              ? "no files in full"
              : `in full: ${popup.payload.files.map(revealLine).join(", ")}`,
          ),
        ),
        "",
        ...wrap(reveal(popup.payload.prompt)),
      ];
    case "step":
      return wrap(revealLine(popup.payload.title));
    case "tool":
      return callRows(popup.payload.tool, popup.payload.input, paper, width);
    case "question":
      return wrap(reveal(popup.payload.question));
    case "merge":
      return [
        ...wrap(`commit ${revealLine(popup.payload.commit).slice(0, 12)}`),
        ...popup.payload.conflicts.flatMap((path) =>
          wrap(`${ink("yellow", "▲")} both changed ${revealLine(path)}`),
        ),
      ];
    case "budget": {
      const { limitTokens, limitUsd, usedTokens, usedUsd, nextTokens } = popup.payload;
      return [
        ...wrap(`limit   ${limitText(limitTokens, limitUsd)}`),
        ...wrap(`used    ${limitText(usedTokens, usedUsd)}`),
        ...wrap(`next    up to ${nextTokens.toLocaleString("en-US")} tokens for one call`),
      ];
    }
    case "in-doubt":
      return [
        ...wrap("The run stopped while this was under way. Nothing says whether it was done:"),
        "",
        ...callRows(popup.payload.tool, popup.payload.input, paper, width),
      ];
  }
}

function callRows(tool: string, input: JsonObject, paper: Paper, width: number): readonly string[] {
  const { ink } = paper;
  const { file_path, content, command, old_string, new_string, ...others } = input;
  const marked = (mark: string, style: "red" | "green", text: string) =>
    reveal(text)
      .replace(/\n$/, "")
      .split("\n")
      .flatMap((line) => wrapText(line, width - 2).map((row) => ink(style, `${mark} ${row}`)));
  const head = [revealLine(tool), typeof file_path === "string" ? revealLine(file_path) : ""];
  return [
    ...wrapText(ink("bold", head.filter(Boolean).join(" ")), width),
    ...(typeof command === "string"
      ? reveal(command)
          .split("\n")
          .flatMap((line) => wrapText(line, width - 4))
          .map((row, index) => `  ${ink("dim", index === 0 ? "$" : " ")} ${row}`)
      : []),
    ...(typeof old_string === "string" ? marked("-", "red", old_string) : []),
    ...(typeof new_string === "string" ? marked("+", "green", new_string) : []),
    ...(typeof content === "string" ? marked("+", "green", content) : []),
    ...restRows({ file_path, command, old_string, new_string, content, others }, width),
  ];
}

/** Whatever else the input holds, so that nothing is approved unseen. */
function restRows(
  input: Readonly<Record<string, JsonObject[string] | undefined>> & { readonly others: JsonObject },
  width: number,
): readonly string[] {
  const { others, ...shown } = input;
  const odd = Object.entries(shown).filter(
    ([, value]) => value !== undefined && typeof value !== "string",
  );
  return [...odd, ...Object.entries(others)].flatMap(([name, value]) =>
    wrapText(reveal(`${name}: ${JSON.stringify(value)}`), width),
  );
}

function describe(text: string, paper: Paper, width: number): readonly string[] {
  return text === "" ? [] : wrapText(reveal(text), width).map((row) => paper.ink("dim", row));
}

function indent(rows: readonly string[]): readonly string[] {
  return rows.map((row) => (row === "" ? row : `  ${row}`));
}
