import type { Json } from "../../core/json.ts";

/**
 * Deeper than this nobody looks: so deep goes the parser whose words one of the APIs was seen to quote (orjson,
 * by its own documentation), and what is far deeper, JavaScript can read but not write.
 */
export const levelsMax = 1_024;

/**
 * Whether a value is nested too deep. It goes level by level, because a recursive function would overflow the
 * stack.
 */
export function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= levelsMax; depth += 1) {
    const next: Json[] = [];
    for (const holder of level) gather(holder, next);
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}

/** Puts the objects and the lists that a value holds into `into`. */
function gather(value: Json, into: Json[]): void {
  if (value === null || typeof value !== "object") return;
  const values: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  for (const one of values) if (one !== null && typeof one === "object") into.push(one);
}
