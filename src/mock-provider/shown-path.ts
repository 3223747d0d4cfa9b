/** A request's path as people may see it: some gateways' paths hold a key, of which the beginning is left. */
export function shownPath(url: string): string {
  return new URL(url).pathname.replace(/\b(sk-)[\w-]{8,}/g, "$1…");
}
