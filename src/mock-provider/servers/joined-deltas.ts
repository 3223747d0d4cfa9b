import type { Delta } from "../../core/reply/delta.ts";

/** Pieces of one kind and of one block as one piece, as a server that tells blocks whole brings them. */
export function joinedDeltas(deltas: readonly Delta[]): readonly Delta[] {
  const whole: Delta[] = [];
  for (const delta of deltas) {
    const at = whole.findIndex(({ type, block }) => type === delta.type && block === delta.block);
    const before = whole[at];
    if (before === undefined) whole.push(delta);
    else whole[at] = joined(before, delta);
  }
  return whole;
}

function joined(before: Delta, delta: Delta): Delta {
  if (before.type === "text" && delta.type === "text")
    return { ...before, text: before.text + delta.text };
  if (before.type === "thinking" && delta.type === "thinking")
    return { ...before, text: before.text + delta.text };
  if (before.type === "tool-input" && delta.type === "tool-input")
    return { ...before, json: before.json + delta.json };
  return delta;
}
