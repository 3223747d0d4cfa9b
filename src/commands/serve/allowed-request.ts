import type { AllowedRequest } from "../../sim/scenario.ts";

/** Whether a script lets a request pass that is not served. A `*` in its path stands for any text. */
export function isAllowed(
  allows: readonly AllowedRequest[],
  { method, url }: Pick<Request, "method" | "url">,
): boolean {
  const { pathname } = new URL(url);
  return allows.some(
    (allowed) =>
      (allowed.method === null || allowed.method === method) && holds(allowed.path, pathname),
  );
}

/** Piece by piece, so that no path makes it slow. */
function holds(pattern: string, path: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return path === pattern;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - last.length >= at && path.endsWith(last);
}
