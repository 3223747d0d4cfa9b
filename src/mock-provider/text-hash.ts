const firstLane = { start: 0x811c9dc5, factor: 0x01000193 };
const secondLane = { start: 0x9747b28c, factor: 0x85ebca6b };

/**
 * A short name for a text, the same on every runtime: equal texts have equal names, and two others share one about
 * once in 2^64. It keeps nobody from making a second text of the same name. `after` chains it to what came before.
 */
export function hashOfText(text: string, after = ""): string {
  let first = firstLane.start;
  let second = secondLane.start;
  for (const part of [after, "\n", text]) {
    for (let index = 0; index < part.length; index++) {
      const unit = part.charCodeAt(index);
      first = Math.imul(first ^ unit, firstLane.factor);
      second = Math.imul(second ^ unit, secondLane.factor);
      // Multiplying moves bits up only; this brings the upper ones down.
      second ^= second >>> 15;
    }
  }
  return (first >>> 0).toString(36) + (second >>> 0).toString(36).padStart(7, "0");
}
