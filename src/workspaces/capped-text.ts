import { stripVTControlCharacters } from "node:util";

/** How much of a command's output is kept: less of its beginning, more of its end. */
const outputCap = { headCharacters: 10_000, tailCharacters: 20_000 } as const;

/** Collects text and keeps only its beginning and its end, so that endless output takes little memory. */
export interface CappedText {
  add(text: string): void;
  /** The text, with a line where something was left out that says how much. */
  text(): string;
}

export function cappedText(): CappedText {
  let head = "";
  let tail = "";
  let leftOut = 0;
  return {
    add(text) {
      const room = outputCap.headCharacters - head.length;
      head += text.slice(0, room);
      tail += text.slice(room);
      // Cut only once it has doubled, so that many small pieces take linear time.
      if (tail.length > 2 * outputCap.tailCharacters) cut();
    },
    text() {
      cut();
      if (leftOut === 0) return head + tail;
      return `${head}\n[… ${leftOut.toLocaleString("en")} characters left out …]\n${tail}`;
    },
  };

  function cut(): void {
    const surplus = tail.length - outputCap.tailCharacters;
    if (surplus <= 0) return;
    leftOut += surplus;
    tail = tail.slice(surplus);
  }
}

// What may be left once escape sequences are out: whatever else could move a cursor or ring a bell.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Removes terminal control sequences from a text; line ends and tabs stay. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replace(/\r\n/g, "\n").replace(controls, "");
}
