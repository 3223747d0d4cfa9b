/**
 * The path of a request as it may be shown: some gateways have keys in their paths, of which only the beginning is
 * shown.
 */
export function shownPath(url: string): string {
  return new URL(url).pathname.replace(/\b(sk-)[\w-]{8,}/g, "$1…");
}
