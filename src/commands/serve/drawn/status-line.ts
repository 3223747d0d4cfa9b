/** A line on stderr that is written anew each time. Where stderr is no terminal, nothing is written. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

export function newStatusLine(
  stderr: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr,
): StatusLine {
  let isShown = false;
  const write = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\x1b[2K${text}`);
    isShown = text !== "";
  };
  return {
    show: write,
    clear() {
      if (isShown) write("");
    },
  };
}
