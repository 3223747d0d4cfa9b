import type { MetRound } from "./round.ts";

/** Why a request meets no reply. */
export type Miss =
  /** The tests of several groups hold for it, and are not the same. */
  | { readonly type: "ambiguous"; readonly groups: readonly number[] }
  /** A group's test came to no verdict. */
  | { readonly type: "untestable"; readonly group: number; readonly why: string }
  /** It asks again for what its client was to give up. */
  | { readonly type: "given-up"; readonly round: MetRound }
  /** It asks again for a reply that calls tools which it no longer offers. */
  | { readonly type: "unfit-retry"; readonly why: string }
  /** It is not as the next reply needs it. */
  | { readonly type: "unfit"; readonly why: string }
  /** Of the groups whose tests hold for it, nothing is left. */
  | { readonly type: "groups-used-up"; readonly groups: readonly number[] }
  | { readonly type: "all-used-up" }
  /** What is left is for other requests. */
  | { readonly type: "others-wait"; readonly groups: readonly number[] };

/** Whether it may still be the retry of a reply that failed, by what it says last. */
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
