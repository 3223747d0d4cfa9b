import type { Address } from "../core/ids.ts";

/** The header that a mock reads an address from: JSON, percent-encoded. */
const name = "x-rehearsal-address";

/** The header that tells a mock on loopback which call it is; none for any other host. */
export const addressHeaders = (baseURL: string, address: Address) =>
  isLoopback(baseURL) ? { [name]: encodeURIComponent(JSON.stringify(address)) } : {};

export function isLoopback(baseURL: string): boolean {
  const { hostname } = new URL(baseURL);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
