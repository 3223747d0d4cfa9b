import { StringDecoder } from "node:string_decoder";

/** What a person did at the keyboard: pressed keys, or pasted a text. */
export interface TypedPiece {
  readonly type: "keys" | "paste";
  readonly text: string;
}

/** Puts together what a terminal sends in pieces of any size. */
export interface TypedPieces {
  /** What is whole once these bytes have come. */
  take(bytes: Buffer | string): readonly TypedPiece[];
  /** Whether a key has begun that may go on: Escape alone begins like an arrow. */
  isWithinKey(): boolean;
  /** What had begun and does not go on, as it stands. */
  giveUp(): readonly TypedPiece[];
}

/** Asks a terminal to mark what is pasted (mode 2004 of xterm, which all current terminals know), or no longer. */
export const markPastes = "\u001b[?2004h";
export const markNoPastes = "\u001b[?2004l";

const pasteBegins = "\u001b[200~";
const pasteEnds = "\u001b[201~";
const interruptKey = "\u0003";
/** The beginning of an arrow, a function key or a mark around a paste. */
// oxlint-disable-next-line no-control-regex -- what a terminal sends
const beginningOfKey = /\u001b(?:O|\[[\d;]*)?$/;

export function typedPieces(): TypedPieces {
  const decoder = new StringDecoder("utf8");
  /** What has come and is not whole. */
  let rest = "";
  let isPasting = false;

  const takePaste = (): TypedPiece | null => {
    const end = rest.indexOf(pasteEnds);
    if (end === -1) return null;
    const text = rest.slice(0, end);
    [isPasting, rest] = [false, rest.slice(end + pasteEnds.length)];
    return { type: "paste", text };
  };
  const takeKeys = (): TypedPiece | null => {
    const paste = rest.indexOf(pasteBegins);
    const end = paste === -1 ? rest.search(beginningOfKey) : paste;
    const text = end === -1 ? rest : rest.slice(0, end);
    rest = end === -1 ? "" : rest.slice(paste === -1 ? end : end + pasteBegins.length);
    isPasting = paste !== -1;
    return text === "" && !isPasting ? null : { type: "keys", text };
  };

  return {
    take(bytes) {
      const text = typeof bytes === "string" ? bytes : decoder.write(bytes);
      // A terminal that died within a paste never ends it; Ctrl-C does, which is pressed apart from it. One that comes
      // within it was pasted.
      if (isPasting && text.startsWith(interruptKey)) [isPasting, rest] = [false, text];
      else rest += text;
      const pieces: TypedPiece[] = [];
      for (;;) {
        const piece = isPasting ? takePaste() : takeKeys();
        if (piece === null) return pieces;
        if (piece.text !== "" || piece.type === "paste") pieces.push(piece);
      }
    },
    isWithinKey: () => !isPasting && rest !== "",
    giveUp() {
      const text = rest;
      rest = "";
      return text === "" ? [] : [{ type: "keys", text }];
    },
  };
}
