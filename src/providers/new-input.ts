import { readCallInput } from "../core/tools/call-input.ts";

/**
 * What a piece of a call's input adds to what came before: some servers send all that there is by now each time. A
 * brace never follows the one that begins an object.
 */
export const newInput = (before: string, piece: string): string =>
  piece.length > before.length && before.startsWith("{") && piece.startsWith(before)
    ? piece.slice(before.length)
    : piece;

/**
 * Whether a piece begins another input: the one before it is whole, or broken off where no object can follow. Asked of each
 * piece where a server names its call with each, so that what is cheap to see is looked at first.
 */
export function isNextInput(before: string, piece: string): boolean {
  if (before === "" || piece.trim() === "") return false;
  if (beginOfInput.test(piece)) return !canGoOn(before, piece);
  return readCallInput(piece).ok && openedText(before) === -1 && readCallInput(before).ok;
}

/** An object, which may be encoded as a text or stand within a fence, or the empty list that stands for none. */
const beginOfInput = /^\s*(("\s*|`{3}\w*\s*)?\{|\[\]$)/;

/** Whether JSON that is not whole may go on with a piece. */
function canGoOn(before: string, piece: string): boolean {
  const opened = openedText(before);
  if (opened === -1) return /[:,[]\s*$/.test(before);
  // Within a text, which a quote ends.
  const text = before.slice(opened + 1) + piece;
  const [, behind] = /^(?:[^"\\]|\\.)*"\s*(.?)/s.exec(text) ?? [];
  return behind === undefined || behind === "" || ",:}]".includes(behind);
}

/** Where the text begins that JSON breaks off in; -1 where it breaks off in none. */
function openedText(json: string): number {
  let opened = -1;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') opened = opened === -1 ? at : -1;
    else if (character === "\\" && opened !== -1) at++;
  }
  return opened;
}
