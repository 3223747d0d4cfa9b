import { hash } from "node:crypto";
import type { Address } from "../core/ids.ts";
import { canonicalJson } from "../core/json.ts";

/** Gives each call of one reply an id of its own: the server's, or one that is made up where it sent none or one twice. */
export function callIdsFor(address: Address): (sentId: string) => string {
  const taken = new Set<string>();
  return (sentId) => {
    const id =
      sentId === "" || sentId === "null" || taken.has(sentId)
        ? madeUpId(address, taken.size)
        : sentId;
    taken.add(id);
    return id;
  };
}

/** Nine letters and digits, which is what the strictest server takes; the same in a replay, and in no other reply. */
export function madeUpId(of: unknown, ordinal: number): string {
  return hash("sha256", canonicalJson([of, ordinal]), "hex").slice(0, 9);
}
