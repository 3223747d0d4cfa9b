import { randomFrom } from "../schedule.ts";
import type { Prefix } from "./prefix.ts";

/** The share of seeds that branch from a prefix, where there is one; the others draw their whole order. */
const share = 0.25;

/** From which prefix a seed branches; `null`: from none. The same seed and the same prefixes give the same answer. */
export function drawPrefix(seed: number, prefixes: readonly Prefix[]): Prefix | null {
  if (seed === 0 || prefixes.length === 0) return null;
  const random = randomFrom(seed ^ 0xb4a2c4);
  return random() < share ? prefixes[Math.floor(random() * prefixes.length)]! : null;
}
