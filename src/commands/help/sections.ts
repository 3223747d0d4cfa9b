/** A heading of a page, and what stands below it up to the next one of its level. */
interface Section {
  readonly heading: string;
  readonly level: number;
  readonly text: string;
}

/** The sections of a page whose heading holds the words, whatever the capitals; one within another counts once. */
export function sectionsAbout(page: string, words: string): readonly Section[] {
  const wanted = words.toLowerCase();
  const found = sectionsOf(page).filter(({ heading }) => heading.toLowerCase().includes(wanted));
  return found.filter(
    (one) => !found.some((other) => other !== one && other.text.includes(one.text)),
  );
}

export const headingsOf = (page: string): readonly string[] =>
  sectionsOf(page).map(({ heading }) => heading);

function sectionsOf(page: string): readonly Section[] {
  const lines = page.split("\n");
  const headings = headingLines(lines);
  return headings.map(({ line, level, heading }) => {
    const next = headings.find((other) => other.line > line && other.level <= level);
    return { heading, level, text: lines.slice(line, next?.line).join("\n") };
  });
}

/** A `#` within a block of code is no heading. */
function headingLines(lines: readonly string[]) {
  let isCode = false;
  return lines.flatMap((text, line) => {
    if (text.startsWith("```")) isCode = !isCode;
    const [, marks, heading] = (isCode ? null : /^(#{1,6}) +(.+)$/.exec(text)) ?? [];
    return marks === undefined || heading === undefined
      ? []
      : [{ line, level: marks.length, heading: heading.replaceAll("`", "") }];
  });
}
