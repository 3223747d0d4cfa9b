/** What git writes into a file where two versions of it conflict. */
interface ConflictHunk {
  /** Where it begins, counted from 0. */
  readonly begin: number;
  /** The whole of it, its markers among it. */
  readonly lines: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/**
 * Whether git's markers of a conflict stand in a text that came of these versions: the lines between them must be of versions in which
 * the conflict is not, so that a page that shows what a conflict looks like is none.
 */
export function holdsConflict(text: string, versions: readonly string[]): boolean {
  const before = versions.map(linesOf);
  return hunksIn(linesOf(text)).some(({ lines, ours, theirs }) => {
    const without = before.filter((version) => !holds(version, lines));
    // A version that git had to merge has no such lines; where all have, they came with the project.
    const isOf = (side: readonly string[]) => without.some((version) => holds(version, side));
    return ours.length + theirs.length > 0 && isOf(ours) && isOf(theirs);
  });
}

/** The versions of a file that git had to merge, and the one that the work began from; `null`: there was none. */
interface MergedVersions {
  readonly ours: string;
  readonly theirs: string;
  readonly base: string | null;
}

/**
 * Whether a line of git's is left that stands alone, where somebody took away the others. What was to be merged may hold such a line
 * of a conflict before; what the work began from holds the file's own.
 */
export function holdsPart(text: string, { ours, theirs, base }: MergedVersions): boolean {
  const [own, other, first] = [linesOf(ours), linesOf(theirs), linesOf(base ?? "")];
  const lines = linesOf(text);
  const isIn = (side: readonly string[], line: string | undefined) =>
    line === undefined || side.includes(line);
  return lines.some((line, at) => {
    if (first.includes(line)) return false;
    if (/^(?:<{7,}|>{7,}) \S/.test(line)) return true;
    // A title may be underlined so.
    if (!/^={7,}$/.test(line) || own.includes(line) || other.includes(line)) return false;
    return isIn(own, lines[at - 1]) && isIn(other, lines[at + 1]);
  });
}

/**
 * What git's lines are labelled with that stand alone, where somebody took away the others: `topic` of `>>>>>>> topic`. Lines of
 * whole conflicts, and of the version that the work began from, are left out.
 */
export function loneLabels(text: string, base: string | null): readonly string[] {
  const first = linesOf(base ?? "");
  const lines = linesOf(text);
  const hunks = hunksIn(lines);
  const isWhole = (at: number) =>
    hunks.some((hunk) => hunk.begin <= at && at < hunk.begin + hunk.lines.length);
  const alone = lines.filter((line, at) => !first.includes(line) && !isWhole(at));
  return [...new Set(alone.flatMap((line) => /^(?:<{7,}|>{7,}) (\S.*)$/.exec(line)?.[1] ?? []))];
}

function hunksIn(lines: readonly string[]): readonly ConflictHunk[] {
  const found: ConflictHunk[] = [];
  for (const [begin, line] of lines.entries()) {
    const size = /^(<{7,})(?: |$)/.exec(line)?.[1]?.length;
    if (size === undefined) continue;
    const next = (mark: string, from: number) =>
      lines.findIndex((one, at) => at > from && isMarker(one, mark, size));
    const middle = next("=", begin);
    const end = middle === -1 ? -1 : next(">", middle);
    if (end === -1) continue;
    const base = next("|", begin);
    const oursEnd = base !== -1 && base < middle ? base : middle;
    found.push({
      begin,
      lines: lines.slice(begin, end + 1),
      ours: lines.slice(begin + 1, oursEnd),
      theirs: lines.slice(middle + 1, end),
    });
  }
  return found;
}

const isMarker = (line: string, mark: string, size: number): boolean =>
  line.startsWith(mark.repeat(size)) && (line.length === size || line[size] === " ");

/** Without the ends, which git may write otherwise. */
const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);

/** Whether some lines stand in a text, one behind the other. */
const holds = (text: readonly string[], lines: readonly string[]): boolean =>
  text.some((_, at) => lines.every((line, index) => text[at + index] === line));
