/** What stands on a terminal of endless length after all that was written to it. Throws at a sequence it does not know. */
export interface EmulatedScreen {
  write(text: string): void;
  rows(): readonly string[];
}

// oxlint-disable-next-line no-control-regex -- what a terminal obeys
const pieces = /\u001b\[(\??[\d;]*)([A-Za-z])|\u001b[78]|[\r\n\u0007]|[^\u001b\r\n\u0007]+|[^]/g;

export function emulatedScreen(): EmulatedScreen {
  const rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    for (const character of text) {
      const line = (rows[row] ??= []);
      while (line.length < column) line.push(" ");
      line[column++] = character;
    }
  };
  const obey = (parameters: string, command: string) => {
    const count = Number(parameters === "" ? 1 : parameters);
    switch (command) {
      case "A":
        row = Math.max(0, row - count);
        return;
      case "B":
        row += count;
        return;
      case "C":
        column += count;
        return;
      case "D":
        column = Math.max(0, column - count);
        return;
      case "G":
        column = count - 1;
        return;
      case "J":
        rows.length = Math.min(rows.length, row + 1);
        rows[row] = (rows[row] ?? []).slice(0, column);
        return;
      case "K":
        rows[row] = parameters === "2" ? [] : (rows[row] ?? []).slice(0, column);
        return;
      case "m":
      case "h":
      case "l":
        return;
      default:
        throw new Error(`The emulated screen does not know CSI ${parameters}${command}`);
    }
  };
  return {
    write(text) {
      for (const [piece, parameters, command] of text.matchAll(pieces)) {
        if (command !== undefined) obey(parameters ?? "", command);
        else if (piece === "\r") column = 0;
        else if (piece === "\n") [row, column] = [row + 1, 0];
        else if (piece !== "\u0007") put(piece);
      }
    },
    rows: () => Array.from(rows, (line) => (line ?? []).join("").trimEnd()),
  };
}
