/** Cuts text into pieces of `characters` code points; empty text has none. */
export function cutText(text: string, characters: number): readonly string[] {
  const size = Math.max(1, Math.trunc(characters));
  const pieces: string[] = [];
  // Without a surrogate each code unit is a code point.
  if (!/[\ud800-\udfff]/.test(text)) {
    for (let start = 0; start < text.length; start += size)
      pieces.push(text.slice(start, start + size));
    return pieces;
  }
  let piece = "";
  let length = 0;
  for (const character of text) {
    piece += character;
    length += 1;
    if (length < size) continue;
    pieces.push(piece);
    piece = "";
    length = 0;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}

/** The first half of a text, rounded down, cut between code points. */
export function firstHalf(text: string): string {
  const characters = [...text];
  return characters.slice(0, Math.floor(characters.length / 2)).join("");
}
