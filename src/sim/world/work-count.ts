/** How often each piece of work was begun. */
export interface WorkCount {
  /** The names of all pieces of work that were begun, in order. */
  readonly done: readonly string[];
  times(work: string): number;
  /** Counts one more time; returns how many there have been by now. */
  add(work: string): number;
}

/** `before`: the names of the pieces that were begun already, in order. */
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
