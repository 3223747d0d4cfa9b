/** A place in a text file; lines and columns count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** What to look for: a literal, where it is known in the call that it stands in (`approve.spawn`). */
export interface SourceClue {
  readonly literal: string;
  readonly call?: string;
}

/** A text may be far longer than a pattern can be; so much of it tells it from others. */
const soughtCharactersMax = 1_000;

/**
 * The first place that a clue leads to, the clues in order of preference; `null` where none does, as with
 * ids that a file computes. The search begins behind `after`, where that is found.
 */
export function findPlace(
  source: string,
  clues: readonly SourceClue[],
  after: string | null,
): SourcePlace | null {
  const code = withoutComments(source);
  const start = after === null ? 0 : Math.max(0, code.indexOf(JSON.stringify(after)));
  for (const from of start === 0 ? [0] : [start, 0]) {
    for (const clue of clues) {
      const found = patternOf(clue).exec(code.slice(from));
      if (found !== null) return placeAt(code, from + found.index + found[1]!.length);
    }
  }
  return null;
}

/** Where a member of an object is written. */
export function findMember(
  source: string,
  member: string,
  after: string | null,
): SourcePlace | null {
  const code = withoutComments(source);
  const start = after === null ? 0 : Math.max(0, code.indexOf(JSON.stringify(after)));
  if (member.length > soughtCharactersMax) return null;
  const pattern = new RegExp(`(?<![\\w$.])["']?${RegExp.escape(member)}["']?\\s*:`);
  for (const from of start === 0 ? [0] : [start, 0]) {
    const index = code.slice(from).search(pattern);
    if (index >= 0) return placeAt(code, from + index);
  }
  return null;
}

function patternOf(clue: SourceClue): RegExp {
  const beginning = clue.literal.slice(0, soughtCharactersMax);
  // Of a long literal only the beginning is sought, and so not the mark that closes it.
  const isWhole = beginning === clue.literal;
  const marks = ['"', "'", "`"].map(
    (mark) => `${mark}${RegExp.escape(beginning)}${isWhole ? mark : ""}`,
  );
  const literal = `(?:${marks.join("|")})`;
  if (clue.call === undefined) return new RegExp(`()${literal}`);
  const call = clue.call.split(".").map(RegExp.escape).join("\\s*\\.\\s*");
  return new RegExp(`((?<![\\w$])${call}\\s*\\(\\s*)${literal}`);
}

function placeAt(source: string, index: number): SourcePlace {
  const before = source.slice(0, index).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Comments as blanks, so that every index stays; strings are passed over, they may hold `//`. */
function withoutComments(source: string): string {
  const tokens =
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(tokens, (token) =>
    token.startsWith("/") ? token.replace(/[^\n]/g, " ") : token,
  );
}
