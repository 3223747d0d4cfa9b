/** A command without its quotes. A rule that denies compares by it: that matches too much rather than too little. */
export function unquoted(command: string): string {
  return command
    .replace(/['"\\]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The pattern of a rule, in which `*` stands for any text and everything else for itself. */
export function wildcard(pattern: string): RegExp {
  const source = pattern.split("*").map(literal).join("[\\s\\S]*");
  return new RegExp(`^${source}$`);
}

/** Whether the words of a pattern stand in a text, in any order, whatever stands between. */
export function mentions(text: string, pattern: string): boolean {
  const words = unquoted(pattern)
    .split(/(\*|\s+)/)
    .filter((word) => word !== "");
  const said = unquoted(text);
  return (
    /\w/.test(pattern) &&
    words.every((word, index) => {
      if (/^[\s*]+$/.test(word)) return true;
      const isCut = words[index + 1] === "*";
      const isBegun = words[index - 1] === "*";
      const source = `${isBegun ? "" : "(?<!\\w)"}${literal(word)}${isCut ? "" : "(?!\\w)"}`;
      return new RegExp(source).test(said);
    })
  );
}
