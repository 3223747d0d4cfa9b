import type { Projection } from "../../core/projection.ts";
import type { Paper, Style } from "../../core/words/paper.ts";

const words: Readonly<Record<Projection["outcome"], { mark: string; style: Style; word: string }>> =
  {
    running: { mark: "◐", style: "cyan", word: "running" },
    done: { mark: "✓", style: "green", word: "done" },
    failed: { mark: "✗", style: "red", word: "failed" },
    waiting: { mark: "◆", style: "yellow", word: "waiting" },
    interrupted: { mark: "■", style: "yellow", word: "interrupted" },
  };

/** A run's outcome with a mark, in colour. */
export function outcomeText(outcome: Projection["outcome"], paper: Paper): string {
  const { mark, style, word } = words[outcome];
  return paper.ink(style, `${mark} ${word}`);
}
