import { runId, type RunId } from "../core/ids.ts";

/** Crockford's base 32: no letter that reads like a digit. It sorts as its values do. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const dayMs = 24 * 60 * 60 * 1000;

/**
 * A new run's id, such as `2026-11-22-k3f9w`: the day (UTC), three letters for the time of day in steps of
 * 2.6 s, so that ids sort as runs start, and two random ones. It can stand in a git ref and a file name.
 */
export function newRunId(nowMs: number): RunId {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const step = Math.floor(((nowMs % dayMs) / dayMs) * alphabet.length ** 3);
  const [first = 0, second = 0] = crypto.getRandomValues(new Uint8Array(2));
  return runId(
    `${day}-${letter(step >> 10)}${letter(step >> 5)}${letter(step)}${letter(first)}${letter(second)}`,
  );
}

function letter(value: number): string {
  return alphabet.charAt(value & 31);
}
