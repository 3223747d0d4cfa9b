/**
 * The tool that a model means by a name with something around it: white space, `functions.` before it, a mark of
 * its template after it. Where that names no tool either, the name stays as it came, and the model is told.
 */
export function toolNameOf(told: string, tools: ReadonlySet<string>): string {
  const trimmed = told.trim();
  if (tools.has(trimmed)) return trimmed;
  const bare = trimmed
    .replace(/^(functions?|tools?|default_api)[.:]/, "")
    .replace(/<\|.*$/s, "")
    .trim();
  return tools.has(bare) ? bare : trimmed;
}

/** A name that both wires take in what goes back to them. */
export function legalToolName(name: string): string {
  const legal = name.replace(/[^a-zA-Z0-9_-]+/g, "_").slice(0, 64);
  return legal === "" ? "unknown" : legal;
}
