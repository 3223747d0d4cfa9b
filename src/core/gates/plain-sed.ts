/**
 * Whether words tell sed to edit and nothing else: its command `e`, and the flag `e` of `s`, run what they are given.
 * Only scripts that are known to the last character pass.
 */
export function isPlainSed(words: readonly string[]): boolean {
  const scripts: string[] = [];
  const operands: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const attached = /^(?:-[nErsuz]*e|--expression=)([\s\S]+)$/.exec(word)?.[1];
    if (attached !== undefined) scripts.push(attached);
    else if (/^-[nErsuz]*e$|^--expression$/.test(word)) scripts.push(words[++at] ?? "");
    else if (!word.startsWith("-") || word === "-") operands.push(word);
    else if (!plainOption.test(word)) return false;
  }
  const [first] = operands;
  return (scripts.length > 0 ? scripts : [first ?? ""]).every(isPlainScript);
}

const plainOption =
  /^(?:-[nErsuz]*(?:i[.\w]*)?|--(?:quiet|silent|regexp-extended|in-place(?:=[.\w]*)?|separate|null-data|unbuffered|posix|debug|sandbox))$/;

const address = String.raw`(?:\d+(?:~\d+)?|\$|/(?:[^/\\\n]|\\.)*/I?)`;
const text = String.raw`(?:\\.|(?!\2)[^\\\n])*`;
const command = new RegExp(
  String.raw`^\s*(${address}(?:,(?:${address}|[+~]\d+))?\s*!?)?\s*(?:[=dDgGhHlnNpPxzF]|[qQ]\d*|[bt:]\s*\w*|[rR] [^\s;]+|s([^\w\s\\;])${text}\2${text}\2[gpiIM\d]*|[aic]\s?\\?[^\\\n]*)?\s*$`,
);

function isPlainScript(script: string): boolean {
  // One that is cut at a ";" of a text reads as something else, and is not plain then.
  return script.split(/[;\n]/).every((piece) => command.test(piece) && areBracketsClosed(piece));
}

/** Some seds read a delimiter in brackets as a character: there the pieces would be others. */
function areBracketsClosed(piece: string): boolean {
  const [, , delimiter = "/"] = command.exec(piece) ?? [];
  const open = (part: string) => part.split("[").length > part.split("]").length;
  return ["/", delimiter].every((character) => !piece.split(character).some(open));
}
