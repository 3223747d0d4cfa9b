/**
 * All that a terminal obeys, or that a reader does not see: controls, marks of direction, characters without width,
 * separators of lines and paragraphs, fillers, tags. Not the variation selectors 1 to 16, which choose between two
 * pictures of the emoji before them.
 */
const invisible = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

export const isInvisible = (character: string): boolean => character.search(invisible) >= 0;

/** Gives each invisible character the text that stands for it where `text` is shown. */
export function renderInvisible(text: string, render: (character: string) => string): string {
  return text.replace(invisible, (character) => render(character));
}

/** The same, but line ends and tabs stay as they are. */
export function renderInvisibleInLines(
  text: string,
  render: (character: string) => string,
): string {
  return renderInvisible(text, (character) =>
    character === "\n" || character === "\t" ? character : render(character),
  );
}

/** As JSON spells a character out: `\u001b`, and two of these for one beyond U+FFFF. */
export const jsonEscape = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
