/** How often each piece of work was begun. */
export interface WorkCount {
  /** All of it, in this order. */
  readonly done: readonly string[];
  times(work: string): number;
  /** Counts it once more; the number of times by now. */
  add(work: string): number;
}

/** `before`: what was begun already. */
export function countWork(before: readonly string[]): WorkCount {
  const done = [...before];
  const counts = new Map<string, number>();
  const times = (work: string): number => counts.get(work) ?? 0;
  const count = (work: string): number => {
    counts.set(work, times(work) + 1);
    return times(work);
  };
  for (const work of done) count(work);
  return {
    done,
    times,
    add(work) {
      done.push(work);
      return count(work);
    },
  };
}
