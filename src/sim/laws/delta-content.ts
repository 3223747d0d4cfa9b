import type { Delta } from "../../core/reply/delta.ts";

/**
 * What of the deltas must be the same at both ends of a wire. Either end may number the blocks in its own way, so only
 * counts which deltas share a block. Empty deltas are left out, and so are parts that only go back to the server (law 13).
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

/** Whether a received delta is the one that was sent. A call that was sent without an id may have any. */
export function isAsSent(got: Delta, sent: Delta | undefined): boolean {
  if (sent === undefined) return false;
  // A shortcut for texts, which are nearly all: without it the comparison took a tenth of the laws' time.
  if (got.type === "text" && sent.type === "text" && got.block === sent.block)
    return got.text === sent.text;
  const isUnnamed = sent.type === "tool-use" && sent.callId === "" && got.type === "tool-use";
  return JSON.stringify(isUnnamed ? { ...got, callId: "" } : got) === JSON.stringify(sent);
}
