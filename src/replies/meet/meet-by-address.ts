import type { FaultPlace, RepliesState } from "./replies-state.ts";

/** Folds in that our conductor met a reply, which it names by its address; `nth` counts the tries from 1. */
export function meetByAddress(state: RepliesState, step: number, nth: number): RepliesState {
  const { addressed, metFaults, script } = state;
  const fault = script.steps[step]?.faults.findIndex((one) => one.try === nth) ?? -1;
  const met: readonly FaultPlace[] = fault < 0 ? [] : [{ step, fault }];
  return {
    ...state,
    addressed: addressed.includes(step) ? addressed : [...addressed, step],
    metFaults: [...metFaults, ...met],
  };
}
