/**
 * What a piece of a call's input adds to what came before: some servers send all that there is by now each time. A
 * brace never follows the one that begins an object.
 */
export const newInput = (before: string, piece: string): string =>
  piece.length > before.length && before.startsWith("{") && piece.startsWith(before)
    ? piece.slice(before.length)
    : piece;
