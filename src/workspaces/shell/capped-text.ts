import { stripVTControlCharacters } from "node:util";

/** How much of a command's output is kept: less of its beginning, more of its end. */
const outputCap = { headCharacters: 10_000, tailCharacters: 20_000 } as const;
/** How many times the kept length is held until the end, because control sequences are only removed then. */
const heldFactor = 4;

/** Collects a command's output as it comes and keeps only its beginning and its end: endless output takes little memory. */
export interface CappedText {
  add(text: string): void;
  /** The text without control sequences, with a line where something was left out that says how much. */
  text(): string;
}

export function cappedText(): CappedText {
  const headMax = outputCap.headCharacters * heldFactor;
  const tailMax = outputCap.tailCharacters * heldFactor;
  let head = "";
  let tail = "";
  let characters = 0;
  return {
    add(text) {
      characters += text.length;
      const room = headMax - head.length;
      head += text.slice(0, room);
      tail += text.slice(room);
      // Cut only when it is twice as long as needed, so that the work stays linear in the output.
      if (tail.length > 2 * tailMax) tail = tail.slice(-tailMax);
    },
    text() {
      tail = tail.slice(-tailMax);
      const isWhole = head.length + tail.length === characters;
      const all = plainText(head + tail);
      const { headCharacters, tailCharacters } = outputCap;
      if (isWhole && all.length <= headCharacters + tailCharacters) return all;
      const [first, last] = isWhole ? [all, all] : [plainText(head), plainText(tail)];
      const kept = [first.slice(0, headCharacters), last.slice(-tailCharacters)] as const;
      const leftOut = (isWhole ? all.length : characters) - kept[0].length - kept[1].length;
      return `${kept[0]}\n[… ${leftOut.toLocaleString("en")} characters left out …]\n${kept[1]}`;
    },
  };
}

// What may be left once escape sequences are out: whatever else could move a cursor or ring a bell.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Removes terminal control sequences from a text; line ends and tabs stay. */
function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n/g, "\n").replace(controls, "");
}
