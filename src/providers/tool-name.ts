/**
 * The tool that a model means by a name with something around it: white space, quotes, `functions.` before it, a mark
 * of its template, a number as Kimi's models have it behind it, other capitals. Where that names no tool either, the
 * name stays as it came but for the template's marks and what servers put before it, and the model is told.
 */
export function toolNameOf(name: string, tools: ReadonlySet<string>): string {
  const trimmed = name.trim();
  if (tools.has(trimmed)) return trimmed;
  const unmarked = trimmed.replace(/^.*<\|channel\|>\w+ to=/s, "").replace(/<\|.*$/s, "");
  const bare = unmarked
    .replace(/^<(\w+)>(.*?)(<\/\1>)?$/s, "$2")
    .replace(/^["'`([]+|(\(\))?["'`)\].,:]*$/g, "")
    .replace(spaceBefore, "")
    .replace(/:\d+$/, "")
    .trim();
  if (tools.has(bare)) return bare;
  const small = bare.toLowerCase();
  return (
    [...tools].find((name) => name.toLowerCase() === small) ??
    (unmarked.replace(spaceBefore, "") || trimmed)
  );
}

const spaceBefore = /^(to=)?(functions?|tools?|default_api)[.:/]/;

/** A name that both wires take in what goes back to them. */
export function legalToolName(name: string): string {
  const legal = name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 64);
  return legal === "" ? "unknown" : legal;
}
