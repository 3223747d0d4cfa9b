/** A terminal's other screen: what stands there leaves no trace on the one with the history. */
export interface FullScreen {
  readonly columns: number;
  readonly rows: number;
  /** Rows that fit, from the top; what else stood there goes. Opens the screen at the first time. */
  show(rows: readonly string[]): void;
  /** Gives the terminal back as it was; may be called again. */
  close(): void;
}

export interface TerminalOutput {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

// xterm's private modes, which all terminals of today know: the other screen, the cursor, and wrapping.
const enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";
const leave = "\u001b[?7h\u001b[?25h\u001b[?1049l";
const clearBelow = "\u001b[J";

/** To the beginning of a row, counted from 0, and clears it: after a full row this would eat its last character. */
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
