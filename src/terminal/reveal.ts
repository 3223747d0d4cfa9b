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

// More than is invisible elsewhere: also private and unassigned characters, lone surrogates, all variation selectors,
// and separators but the plain space, since a shell tells them apart where a person does not.
const hidden = /(?![\n\t ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;
