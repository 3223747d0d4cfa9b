import { createHash } from "node:crypto";
import type { Failure } from "./failure.ts";
import type { Address } from "./ids.ts";
import { canonicalJson } from "./json.ts";
import type { Settings } from "./settings.ts";

/**
 * How long to wait before the next try, in ms: what the provider asked for, else twice as long after each
 * failure, up to the limit, less up to a quarter, so that workers that failed together don't return
 * together. The share is drawn from the address: the same in a replay.
 */
export function retryDelayMs(
  settings: Pick<Settings, "retryBaseMs" | "retryMaxMs">,
  address: Address,
  failures: number,
  failure: Failure,
): number {
  if (failure.retryAfterMs !== undefined) return failure.retryAfterMs;
  const full = Math.min(settings.retryBaseMs * 2 ** (failures - 1), settings.retryMaxMs);
  const byte = createHash("sha256").update(canonicalJson(address)).digest()[0]!;
  return Math.round(full * (1 - byte / 1024));
}
