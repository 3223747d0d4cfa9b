/** The words of one simple command, unquoted. */
export type Words = readonly string[];

/**
 * The simple commands of a bash line, read one character after another: a second reading, which shares nothing with
 * the parser's, so that what one of them misreads is not believed. It knows only what can be known without expanding
 * anything; `null` where there is more.
 */
export function plainCommands(line: string): readonly Words[] | null {
  const tokens = tokensOf(line);
  return tokens === null ? null : commandsOf(tokens);
}

type Token = { readonly word: string; readonly bare: boolean } | { readonly operator: string };

const operators = ["&&", "||", "|&", ";", "&", "|", "\n", "(", ")"] as const;
/** Only to or from nowhere, or one descriptor onto another. */
const redirection =
  /^(?:\d*|&)(?:>>?|<)[ \t]*\/dev\/null(?![^\s;&|()])|^\d*[<>]&[ \t]*(?:\d|-)(?![^\s;&|()])/;
/** What may stand in a word as itself. */
const ordinary = /[\p{L}\p{N}_.,:=@%+/^-]/u;

function tokensOf(line: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let word: string | null = null;
  let bare = true;
  const endWord = () => {
    if (word !== null) tokens.push({ word, bare });
    word = null;
    bare = true;
  };
  for (let at = 0; at < line.length;) {
    const rest = line.slice(at);
    // A number right before a redirection belongs to it.
    const away =
      word === null || /^\d+$/.test(word) ? redirection.exec(`${word ?? ""}${rest}`) : null;
    if (away !== null && bare) {
      at += away[0].length - (word ?? "").length;
      word = null;
      tokens.push({ operator: ">" });
      continue;
    }
    const char = rest[0] ?? "";
    if (char === " " || char === "\t") {
      endWord();
      at += 1;
      continue;
    }
    if (char === "#" && word === null) {
      const end = rest.indexOf("\n");
      at += end === -1 ? rest.length : end;
      continue;
    }
    const operator = operators.find((known) => rest.startsWith(known));
    if (operator !== undefined) {
      endWord();
      tokens.push({ operator });
      at += operator.length;
      continue;
    }
    const piece = pieceOf(rest, word !== null);
    if (piece === null) return null;
    word = (word ?? "") + piece.text;
    bare &&= piece.bare;
    if (piece.joins && word === "") word = null;
    at += piece.length;
  }
  endWord();
  return tokens;
}

interface Piece {
  readonly text: string;
  readonly length: number;
  /** Neither quoted nor escaped. */
  readonly bare: boolean;
  /** A line that goes on: it makes no word by itself. */
  readonly joins: boolean;
}

function pieceOf(rest: string, isInWord: boolean): Piece | null {
  const char = rest[0] ?? "";
  if (char === "'") {
    const end = rest.indexOf("'", 1);
    return end === -1
      ? null
      : { text: rest.slice(1, end), length: end + 1, bare: false, joins: false };
  }
  if (char === '"') return doubleQuoted(rest);
  if (char === "\\") {
    if (rest.length < 2) return null;
    return rest[1] === "\n"
      ? { text: "", length: 2, bare: true, joins: true }
      : { text: rest[1] ?? "", length: 2, bare: false, joins: false };
  }
  // Alone they are words: `!`, `[`, `{`; within one they could mean more.
  const alone = isInWord ? null : /^(?:!|\[|\]|\{|\})(?=[\s;&|()]|$)/.exec(rest);
  if (alone !== null) return { text: char, length: 1, bare: true, joins: false };
  const inside = char === "~" || char === "#" || char === "!" || char === "]" || char === "}";
  if (ordinary.test(char) || (inside && isInWord && char !== "!"))
    return { text: char, length: 1, bare: true, joins: false };
  return null;
}

function doubleQuoted(rest: string): Piece | null {
  let text = "";
  for (let at = 1; at < rest.length; at++) {
    const char = rest[at] ?? "";
    if (char === '"') return { text, length: at + 1, bare: false, joins: false };
    if (char === "$" || char === "`") return null;
    if (char !== "\\") {
      text += char;
      continue;
    }
    at++;
    const next = rest[at] ?? "";
    if (next === "\n") continue;
    text += /[$`"\\]/.test(next) ? next : `\\${next}`;
  }
  return null;
}

/** Words after which another command begins, and those that end one of several. */
const opening = new Set("if then else elif while until do ! {".split(" "));
const closing = new Set("fi done }".split(" "));

function commandsOf(tokens: readonly Token[]): readonly Words[] | null {
  const commands: Words[] = [];
  let words: string[] = [];
  /** After `fi`, `done`, `}` and `)` nothing but an operator or a redirection may follow. */
  let isClosed = false;
  /** A redirection stands before the command's name: a word such as `{` is a name there. */
  let isLed = false;
  let loop: "none" | "variable" | "in" | "list" = "none";
  const end = () => {
    if (words.length > 0) commands.push(words);
    words = [];
    isClosed = false;
    isLed = false;
  };
  for (const token of tokens) {
    if ("operator" in token) {
      const { operator } = token;
      if (operator === ">") {
        isLed = words.length === 0 && !isClosed;
        continue;
      }
      if (operator === "(" && (words.length > 0 || isClosed)) return null;
      if (loop !== "none" && operator !== ";" && operator !== "\n") return null;
      loop = "none";
      end();
      isClosed = operator === ")";
      continue;
    }
    const { word, bare } = token;
    if (isLed && words.length === 0 && !/^[a-z\d]+$/.test(word)) return null;
    if (isLed && (opening.has(word) || closing.has(word) || word === "for")) return null;
    if (loop === "variable") loop = "in";
    else if (loop === "in") {
      if (word !== "in") return null;
      loop = "list";
    } else if (loop === "list") continue;
    else if (words.length > 0) words.push(word);
    else if (bare && opening.has(word) && !isClosed) continue;
    else if (bare && closing.has(word) && !isClosed) isClosed = true;
    else if (bare && closing.has(word)) continue;
    else if (isClosed) return null;
    else if (bare && word === "for") loop = "variable";
    else words.push(word);
  }
  end();
  return commands;
}
