import type { Delta } from "../../core/delta.ts";

/**
 * What of deltas a provider and its reader must agree on. How blocks are numbered is theirs: only which deltas
 * belong together counts. Empty ones say nothing, and what goes back as it came is law 13's.
 */
export function contentOf(deltas: readonly Delta[]): readonly Delta[] {
  const numbers = new Map<number, number>();
  return deltas.filter(says).map((delta) => {
    const block = numbers.get(delta.block) ?? numbers.size;
    numbers.set(delta.block, block);
    if (delta.type !== "thinking") return { ...delta, block };
    return { type: delta.type, block, text: delta.text };
  });
}

function says(delta: Delta): boolean {
  switch (delta.type) {
    case "text":
    case "thinking":
      return delta.text !== "";
    case "tool-input":
      return delta.json !== "";
    case "carried":
      return false;
    case "signature":
    case "redacted-thinking":
    case "tool-use":
      return true;
  }
}

/** Whether a delta is the one that was sent; a call that came without an id of its own has whichever was made up. */
export function isAsSent(got: Delta, sent: Delta | undefined): boolean {
  if (sent === undefined) return false;
  // Nearly all are texts, and to write each out twice took a tenth of what the laws take.
  if (got.type === "text" && sent.type === "text" && got.block === sent.block)
    return got.text === sent.text;
  const isUnnamed = sent.type === "tool-use" && sent.callId === "" && got.type === "tool-use";
  return JSON.stringify(isUnnamed ? { ...got, callId: "" } : got) === JSON.stringify(sent);
}
