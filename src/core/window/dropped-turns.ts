/** Turns in words: `1–3, 5`. They come in order. */
export function turnsText(turns: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const turn of turns) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === turn - 1) range.last = turn;
    else ranges.push({ first: turn, last: turn });
  }
  return ranges
    .map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`))
    .join(", ");
}

/** Turns whose tools' output is left out, and turns that are left out altogether; counted from 1. */
export interface DroppedTurns {
  readonly results: readonly number[];
  readonly turns: readonly number[];
}

/** `turn 1 and the tool output of turns 2–3`: the words for it in every message and report. */
export function droppedText({ results, turns }: DroppedTurns): string {
  const noun = (count: number) => (count === 1 ? "turn" : "turns");
  return [
    ...(turns.length === 0 ? [] : [`${noun(turns.length)} ${turnsText(turns)}`]),
    ...(results.length === 0
      ? []
      : [`the tool output of ${noun(results.length)} ${turnsText(results)}`]),
  ].join(" and ");
}
