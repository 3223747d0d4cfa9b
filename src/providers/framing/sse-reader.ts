/** Who takes what a body of server-sent events says. */
export interface SseTaker {
  /**
   * One event: its kind (`""`: none was named) and its data, lines joined by line feeds. `isUnfinished`: the
   * body ended within it. `loose`: lines behind its data that are no field and no comment.
   */
  event(kind: string, data: string, isUnfinished: boolean, loose: readonly string[]): void;
  /** Such a line where no event has begun: of a page, of JSON, of a server's own making. */
  stray(line: string): void;
}

export interface SseReader {
  push(bytes: Uint8Array): void;
  /** The body has ended. What it broke off in is told as well, as unfinished. */
  end(): void;
}

/**
 * Reads a body by the specification of server-sent events (WHATWG HTML, 9.2.6): lines end in LF, CR LF or CR,
 * a byte order mark comes first or not, `data` may be many lines, an event without data is none. Bytes may be
 * cut anywhere, in a character too.
 */
export function sseReader({ event, stray }: SseTaker): SseReader {
  const decoder = new TextDecoder();
  /** Of a line whose end has not come: put together once, when it does, however many pieces it has. */
  let pieces: string[] = [];
  let skipsLineFeed = false;
  let kind = "";
  let data: string | null = null;
  let loose: string[] | null = null;

  const dispatch = (isUnfinished: boolean): void => {
    // An event whose data is empty would say nothing: servers send such to keep a connection open.
    if (data !== null && (data !== "" || loose !== null))
      event(kind, data, isUnfinished, loose ?? none);
    kind = "";
    data = null;
    loose = null;
  };
  const readLine = (line: string): void => {
    if (line === "") return dispatch(false);
    if (line.startsWith("data:")) {
      const value = line.charCodeAt(5) === space ? line.slice(6) : line.slice(5);
      data = data === null ? value : `${data}\n${value}`;
      return;
    }
    // The other field that nearly every event has: among those of `readOther` it made a delta dearer (bench deltas).
    if (line.startsWith("event:")) kind = line.slice(6).trim();
    else readOther(line);
  };
  const readOther = (line: string): void => {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    switch (colon < 0 ? line : line.slice(0, colon)) {
      case "event":
        kind = "";
        return;
      case "data":
        data = data === null ? "" : `${data}\n`;
        return;
      case "id":
      case "retry":
        return;
      default:
        // Some servers indent, some write their fields with capitals, and some part the colon from them.
        if (misspelt.test(line))
          readLine(line.replace(misspelt, (_, field: string) => `${field.toLowerCase()}:`));
        else if (data === null) stray(line);
        else (loose ??= []).push(line);
    }
  };
  const take = (text: string): void => {
    let begin = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", begin)) {
      const line = text.slice(begin, end);
      begin = end + 1;
      if (pieces.length === 0) readLine(line);
      else {
        pieces.push(line);
        const whole = pieces.join("");
        pieces = [];
        readLine(whole);
      }
    }
    if (begin < text.length) pieces.push(begin === 0 ? text : text.slice(begin));
  };
  const takeDecoded = (decoded: string): void => {
    if (decoded === "") return;
    const text = skipsLineFeed && decoded.startsWith("\n") ? decoded.slice(1) : decoded;
    // A carriage return ends its line at once; a line feed right after it belongs to it, also in the next bytes.
    skipsLineFeed = decoded.endsWith("\r");
    take(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
  };

  return {
    push: (bytes) => takeDecoded(decoder.decode(bytes, { stream: true })),
    end() {
      takeDecoded(decoder.decode());
      if (pieces.length > 0) readLine(pieces.join(""));
      dispatch(true);
    },
  };
}

const none: readonly string[] = [];
const misspelt = /^\s*(data|event)\s*:/i;
const space = 0x20;
