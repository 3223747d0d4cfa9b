/** Stands for a line end within a prompt of one line. */
const lineEnd = "⏎";

/**
 * Keeps a paste of several lines in one answer: at a prompt of one line its first line end would send what stands
 * before it, and the rest would be typed at whatever is asked next. For terminals that do not mark what is pasted. A line end at the very end is Enter, which terminals
 * send as a carriage return: a prompt takes a line feed for the end of a line that nobody asked for, and drops the line.
 */
export const holdLineEnds = (typed: string): string =>
  typed.replace(/\r\n?|\n/g, (end, at: number) =>
    at + end.length < typed.length ? lineEnd : "\r",
  );

/** The same of a text that a terminal has marked as pasted: no line end in it is Enter. */
export const holdPastedLineEnds = (text: string): string =>
  text.replace(/\n+$/, "").replaceAll("\t", "  ").replaceAll("\n", lineEnd);

/** The text as it was pasted. */
export const withLineEnds = (text: string): string => text.replaceAll(lineEnd, "\n");
