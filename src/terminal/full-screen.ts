/** The alternate screen of a terminal: what is shown on it is gone afterwards, and the history stays as it was. */
export interface FullScreen {
  readonly columns: number;
  readonly rows: number;
  /** Shows rows from the top, as many as fit, in the place of what was shown. The first call opens the screen. */
  show(rows: readonly string[]): void;
  /** Restores the terminal. Further calls do nothing. */
  close(): void;
}

export interface TerminalOutput {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

// Private modes of xterm, which all current terminals know: alternate screen, cursor, wrapping.
const enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const leave = "\u001b[?7h\u001b[?25h\u001b[?1049l";
const clearBelow = "\u001b[J";

/**
 * Moves to a row, counted from 0, and clears it. Clearing after writing would erase the last character of a full
 * row.
 */
const toRow = (row: number): string => `\u001b[${row + 1};1H\u001b[K`;

export function fullScreenOn(output: TerminalOutput): FullScreen {
  let isOpen = false;
  return {
    get columns() {
      return output.columns || 80;
    },
    get rows() {
      return output.rows || 24;
    },
    show(rows) {
      const height = output.rows || 24;
      const text = rows.slice(0, height).map((row, index) => toRow(index) + row);
      const rest = rows.length < height ? toRow(rows.length) + clearBelow : "";
      output.write((isOpen ? "" : enter) + text.join("") + rest);
      isOpen = true;
    },
    close() {
      if (isOpen) output.write(leave);
      isOpen = false;
    },
  };
}
