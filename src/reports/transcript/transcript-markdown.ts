import { timeText } from "../time-text.ts";
import { visibleLine, visibleText } from "../visible-text.ts";
import type { Passage, PassageBlock } from "./passage.ts";

/**
 * A transcript as Markdown, whole. What models and tools wrote stays text: it stands in quotations and in fences that
 * it can't end, its `<` opens no tag, and nothing of it is loaded from elsewhere.
 */
export function transcriptMarkdown(title: string, passages: readonly Passage[]): string {
  return [`# ${inline(title)}`, ...passages.flatMap(passageParts)].join("\n\n") + "\n";
}

const passageParts = ({ atMs, who, what, blocks }: Passage): readonly string[] => [
  `### ${who === null ? "" : `${inline(who)} · `}${inline(what)}`,
  `_${timeText(atMs)}_`,
  ...blocks.map(blockText),
];

function blockText(block: PassageBlock): string {
  switch (block.type) {
    case "words":
      return quotation(block.text);
    case "thoughts":
      return quotation(`(thinks) ${block.text}`);
    case "items":
      return block.items.map((item) => `- ${inline(item)}`).join("\n");
    case "output":
      return `${inline(block.title)}:\n\n${fenced("text", block.text)}`;
    case "diff":
      return fenced("diff", block.text);
  }
}

const quotation = (text: string): string =>
  escaped(visibleText(text))
    // An image.
    .replaceAll("![", String.raw`!\[`)
    .split("\n")
    .map((row) => `> ${row}`.trimEnd())
    .join("\n");

function fenced(language: string, text: string): string {
  const shown = visibleText(text);
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** On one line, where what means something in Markdown means itself. */
const inline = (text: string): string =>
  escaped(visibleLine(text)).replace(/[\\`*_[\]|#]/g, String.raw`\$&`);

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
