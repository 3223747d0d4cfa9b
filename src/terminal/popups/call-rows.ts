import type { JsonObject } from "../../core/json.ts";
import type { Paper } from "../../core/words/paper.ts";
import { reveal, revealLine } from "../reveal.ts";
import { wrapText } from "../wrap.ts";

/** Where rows are written: how wide, and in which colours. */
export interface Page extends Pick<Paper, "ink"> {
  readonly width: number;
}

/** A tool's call, as rows at most `width` columns wide, with what a terminal would hide made visible. */
export function callRows(
  { tool, input }: { readonly tool: string; readonly input: JsonObject },
  { ink, width }: Page,
): readonly string[] {
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
