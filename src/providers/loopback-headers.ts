import type { Address } from "../core/ids.ts";
import { addressHeader, encodeAddress } from "../core/words/address-header.ts";

/** The header that tells a mock on loopback which call it is; none for any other host. */
export const addressHeaders = (baseURL: string, address: Address) =>
  isLoopback(baseURL) ? { [addressHeader]: encodeAddress(address) } : {};

export function isLoopback(baseURL: string): boolean {
  const { hostname } = new URL(baseURL);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
