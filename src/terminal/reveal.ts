/**
 * Makes visible what a terminal would obey or hide: `\u{1b}` stands where an escape was. For what a person
 * approves: a stripped character would run unseen. Keeps `\n` and `\t`.
 */
export function reveal(text: string): string {
  return text.replace(hidden, (character) =>
    character === "\r" ? "\\r" : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** The same of words, in which an emoji of several joined characters hides nothing. */
export function revealWords(text: string): string {
  // Most texts hide nothing, and the pattern of all emoji takes long to prepare.
  if (text.search(hidden) === -1) return text;
  return text.replace(hiddenInWords, (found) => (emoji.test(found) ? found : reveal(found)));
}

/** Text on one line: a newline shows as `⏎`. */
export function revealLine(text: string): string {
  return onOneLine(reveal(text));
}

/** Words on one line. */
export function revealTitle(text: string): string {
  return onOneLine(revealWords(text));
}

function onOneLine(text: string): string {
  return text
    .replace(/\s*\n\s*/g, " ⏎ ")
    .replace(/\t/g, " ")
    .trim();
}

// More than is invisible elsewhere: also private and unassigned characters, lone surrogates, all variation selectors,
// and separators but the plain space, since a shell tells them apart where a person does not.
const hidden = /(?![\n\t ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;
const emoji = /^\p{RGI_Emoji}$/v;
const hiddenInWords = new RegExp(`\\p{RGI_Emoji}|${hidden.source}`, "gv");
