/**
 * Counts the blocks of a reply of Chat Completions, which does not number them: one more wherever the kind changes, and
 * one for each call, whose pieces may come in turns with another's.
 */
export function newChatBlocks() {
  let kind: "text" | "thinking" | "other" | null = null;
  let last = -1;
  const own = (): number => {
    kind = "other";
    last += 1;
    return last;
  };
  return {
    ofKind(wanted: "text" | "thinking"): number {
      if (kind !== wanted) last += 1;
      kind = wanted;
      return last;
    },
    ofCall: own,
    ofOwn: own,
  };
}
