/**
 * Makes visible what a terminal would obey or hide: `\u{1b}` stands where an escape was. For what a person
 * approves: a stripped character would run unseen. Keeps `\n` and `\t`.
 */
export function reveal(text: string): string {
  return text.replace(hidden, (character) =>
    character === "\r" ? "\\r" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same on one line: a newline shows as `⏎`. */
export function revealLine(text: string): string {
  return reveal(text)
    .replace(/\s*\n\s*/g, " ⏎ ")
    .replace(/\t/g, " ")
    .trim();
}

// Other, format, private and unassigned characters, lone surrogates, and separators but the plain space.
const hidden = /(?![\n\t ])(?:\p{C}|\p{Z}|[\u115f\u1160\u3164\uffa0]|[\u{e0100}-\u{e01ef}])/gu;
