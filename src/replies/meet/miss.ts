import type { MetRound } from "./round.ts";

/** Why a request meets no reply. */
export type Miss =
  /** The tests of several groups hold for it, and are not the same. */
  | { readonly type: "ambiguous"; readonly groups: readonly number[] }
  /** A group's test threw or took too long. */
  | { readonly type: "untestable"; readonly group: number; readonly why: string }
  /** It asks again for a reply after whose failure the client was expected to give up. */
  | { readonly type: "given-up"; readonly round: MetRound }
  /** It asks again for a reply that calls tools which it no longer offers. */
  | { readonly type: "unfit-retry"; readonly why: string }
  /** The next reply needs something that it lacks. */
  | { readonly type: "unfit"; readonly why: string }
  /** All replies of the groups that it fits have been met. */
  | { readonly type: "groups-used-up"; readonly groups: readonly number[] }
  | { readonly type: "all-used-up" }
  /** Replies are left, but for other requests. */
  | { readonly type: "others-wait"; readonly groups: readonly number[] };

/** Whether such a request may still be a retry that is recognised by its last words. */
export function mayBeRetry({ type }: Miss): boolean {
  switch (type) {
    case "ambiguous":
    case "untestable":
    case "given-up":
    case "unfit-retry":
      return false;
    case "unfit":
    case "groups-used-up":
    case "all-used-up":
    case "others-wait":
      return true;
  }
}
