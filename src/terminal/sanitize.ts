import { isInvisible } from "../core/words/invisible.ts";

/** Takes a stream of text whose escape sequences may be split anywhere, and gives what is safe to show. */
export interface Stripper {
  /** The safe part of this piece; what may still become a control sequence is swallowed, not kept. */
  push(text: string): string;
}

const escape = 0x1b;
const bell = 0x07;
const newline = 0x0a;
const tab = 0x09;

type Mode = "text" | "escape" | "csi" | "string" | "string-escape";

/** Text without terminal control sequences and invisible characters, keeping `\n` and `\t`. */
export function sanitize(text: string): string {
  return createStripper().push(text);
}

/** One line, whatever the text was: for names, titles and messages within a sentence. */
export function sanitizeLine(text: string): string {
  return sanitize(text).replace(/\s+/g, " ").trim();
}

/**
 * A stripper for one stream. A newline ends every sequence, also one that a terminal would go on with:
 * else an unfinished one would hide all that comes after it.
 */
export function createStripper(): Stripper {
  let mode: Mode = "text";
  const visible = createVisibleFilter();
  return {
    push(text) {
      if (mode === "text" && !risky.test(text)) return visible(text);
      let out = "";
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        const next = step(mode, code);
        mode = next.mode;
        if (next.shown) out += text[index];
      }
      return visible(out);
    },
  };
}

function step(mode: Mode, code: number): { mode: Mode; shown: boolean } {
  if (code === newline) return { mode: "text", shown: true };
  switch (mode) {
    case "text":
      return fromText(code);
    case "escape":
      return fromEscape(code);
    case "csi":
      if (code >= 0x20 && code <= 0x3f) return { mode, shown: false };
      if (code >= 0x40 && code <= 0x7e) return { mode: "text", shown: false };
      return fromText(code);
    case "string":
      return fromString(code);
    case "string-escape":
      return code === 0x5c ? { mode: "text", shown: false } : fromEscape(code);
  }
}

function fromText(code: number): { mode: Mode; shown: boolean } {
  if (code === escape) return { mode: "escape", shown: false };
  if (code === 0x9b) return { mode: "csi", shown: false };
  if (isStringOpenerC1(code)) return { mode: "string", shown: false };
  return { mode: "text", shown: code === tab || !isControl(code) };
}

function fromEscape(code: number): { mode: Mode; shown: boolean } {
  if (code === 0x5b) return { mode: "csi", shown: false };
  // `]`, `P`, `X`, `^`, `_`: OSC, DCS, SOS, PM, APC.
  if (code === 0x5d || code === 0x50 || code === 0x58 || code === 0x5e || code === 0x5f)
    return { mode: "string", shown: false };
  if (code >= 0x20 && code <= 0x2f) return { mode: "escape", shown: false };
  if (code >= 0x30 && code <= 0x7e) return { mode: "text", shown: false };
  return fromText(code);
}

function fromString(code: number): { mode: Mode; shown: boolean } {
  if (code === bell || code === 0x9c || code === 0x18 || code === 0x1a)
    return { mode: "text", shown: false };
  return { mode: code === escape ? "string-escape" : "string", shown: false };
}

function isStringOpenerC1(code: number): boolean {
  return code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f;
}

function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** What cannot need a second look: printable ASCII, newlines and tabs. */
const plain = /^[\n\t -~]*$/;
const picture = /^\p{Extended_Pictographic}$/u;
const pictureVariant = /^(?:\ufe0f|\p{Emoji_Modifier})$/u;
const joiner = "\u200d";

/**
 * Takes invisible characters out of a stream, and the joiner too unless it makes one emoji of two. Half of a character,
 * and a joiner, wait for what comes after them.
 */
function createVisibleFilter(): (text: string) => string {
  let half = "";
  let isAfterPicture = false;
  let isJoining = false;
  return (piece) => {
    if (piece === "") return "";
    if (half === "" && plain.test(piece)) {
      isAfterPicture = isJoining = false;
      return piece;
    }
    const joined = half + piece;
    half = /[\ud800-\udbff]$/.test(joined) ? joined.slice(-1) : "";
    let out = "";
    for (const character of joined.slice(0, joined.length - half.length).toWellFormed()) {
      if (character === joiner) {
        isJoining = isAfterPicture;
        isAfterPicture = false;
      } else if (character === "\n" || character === "\t" || !isInvisible(character)) {
        const isPicture = picture.test(character);
        out += isJoining && isPicture ? joiner + character : character;
        isAfterPicture = isPicture || (isAfterPicture && pictureVariant.test(character));
        isJoining = false;
      }
    }
    return out;
  };
}

// oxlint-disable-next-line no-control-regex -- control characters are what this file is about
const risky = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
